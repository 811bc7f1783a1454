import { useState } from 'react'
import { useAct } from '~/app/useAct'
import { useWords } from '~/i18n'
import { localTime } from '~/model/localTime'
import { Button, Dialog, Field, TextInput } from '~/ui'
import { useTalkWords } from '../talk'
import css from './Scheduled.module.css'
import { presets } from './times'

interface ScheduleDialogProps {
  windowClosesAt: string | null | undefined
  onSchedule: (at: Date) => Promise<unknown>
  onClose: () => void
}

/** When the reply goes out. */
export default function ScheduleDialog({ windowClosesAt, onSchedule, onClose }: ScheduleDialogProps) {
  const words = useWords()
  const talk = useTalkWords()
  const [now] = useState(() => new Date())
  const [value, setValue] = useState(() => localTime(presets(now).inHour))
  const { busy, failure, act } = useAct()
  const at = new Date(value)
  const past = !(at.getTime() > Date.now())
  const outside = !past && !!windowClosesAt && at.getTime() > Date.parse(windowClosesAt)
  const { inHour, tomorrow, monday } = presets(now)

  return (
    <Dialog
      title={talk.schedule.title}
      closeLabel={words.common.close}
      onClose={onClose}
      width={420}
      actions={
        <>
          <Button onClick={onClose}>{words.common.cancel}</Button>
          <Button look="primary" data-testid="schedule-confirm" disabled={busy || past} onClick={() => void act(() => onSchedule(at)).then((done) => done && onClose())}>
            {talk.schedule.confirm}
          </Button>
        </>
      }
    >
      <div className={css.presets}>
        {[
          [talk.schedule.inHour, inHour],
          [talk.schedule.tomorrow, tomorrow],
          [talk.schedule.monday, monday],
        ].map(([label, time]) => (
          <Button key={label as string} aria-pressed={value === localTime(time as Date)} onClick={() => setValue(localTime(time as Date))}>
            {label as string}
          </Button>
        ))}
      </div>
      <Field label={talk.schedule.own} hint={past ? talk.schedule.past : outside ? talk.schedule.outside : undefined}>
        {(ids) => <TextInput {...ids} type="datetime-local" data-testid="schedule-at" value={value} onChange={(event) => setValue(event.target.value)} />}
      </Field>
      {failure && (
        <p role="alert" className={css.failure}>
          {talk.refusals[failure.kind] ?? failure.message}
        </p>
      )}
    </Dialog>
  )
}
