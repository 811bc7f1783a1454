import { Field, Select, TextInput } from '~/ui'
import type { QuietHours } from '../types'
import { useCampaignWords } from '../words'
import css from './Wizard.module.css'

/** From when to when nobody is written to, and by whose clock. */
export function Quiet({ quiet, onChange }: { quiet: QuietHours; onChange: (quiet: QuietHours) => void }) {
  const words = useCampaignWords()
  return (
    <div className={css.two}>
      <Field label={words.schedule.quietFrom}>{(ids) => <TextInput {...ids} type="time" value={quiet.from} onChange={(event) => onChange({ ...quiet, from: event.target.value })} />}</Field>
      <Field label={words.schedule.quietTo}>{(ids) => <TextInput {...ids} type="time" value={quiet.to} onChange={(event) => onChange({ ...quiet, to: event.target.value })} />}</Field>
      <Field label={words.schedule.clock}>
        {(ids) => (
          <Select
            {...ids}
            value={quiet.clock ?? 'contact'}
            onChange={(clock) => onChange({ ...quiet, clock: clock as QuietHours['clock'] })}
            options={[
              { value: 'contact', label: words.schedule.clocks.contact },
              { value: 'workspace', label: words.schedule.clocks.workspace },
            ]}
          />
        )}
      </Field>
    </div>
  )
}
