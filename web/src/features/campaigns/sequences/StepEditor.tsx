import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { Field, IconButton, Select, Switch, TextInput } from '~/ui'
import type { FieldView } from '../../rules/model'
import type { CampaignsApi } from '../api'
import { useFigures } from '../figures'
import { messageLacks } from '../model/content'
import type { StepClock, Template } from '../types'
import { MessageEditor } from '../wizard/MessageEditor'
import { useCampaignWords } from '../words'
import { delayText } from './delayText'
import { minutesOf, type StepPlan, type Unit } from './model'
import css from './Sequences.module.css'

interface StepEditorProps {
  api: CampaignsApi
  at: number
  step: StepPlan
  last: boolean
  templates: readonly Template[]
  fields: readonly FieldView[]
  onChange: (step: StepPlan) => void
  onMove: (by: 1 | -1) => void
  onRemove: () => void
}

const units: readonly Unit[] = ['minute', 'hour', 'day']
const mostDays = 366

/** One message of a sequence and when it goes out; folded together once it is whole. */
export function StepEditor({ api, at, step, last, templates, fields, onChange, onMove, onRemove }: StepEditorProps) {
  const all = useCampaignWords()
  const words = all.sequences
  const figures = useFigures()
  const whole = messageLacks(step.message, templates).length === 0
  const [open, setOpen] = useState(!whole)
  const dates = fields.filter(({ type }) => type === 'date')
  const clocks: StepClock[] = [...(at === 0 ? [] : ['previous' as const]), 'entry', ...(dates.length > 0 || step.after === 'field' ? ['field' as const] : [])]
  const put = (next: Partial<StepPlan>) => onChange({ ...step, ...next })
  const title = step.message.kind === 'flow' ? all.list.flow : step.message.name
  return (
    <section className={css.step} data-testid="sequence-step" aria-label={words.step(at + 1)}>
      <header className={css.head}>
        <span className={css.figure} aria-hidden="true">
          {at + 1}
        </span>
        <div className={css.said}>
          <h2>{title || words.step(at + 1)}</h2>
          <p>{delayText(minutesOf(step), step.after, dates.find(({ key }) => key === step.field)?.title ?? step.field, words, figures)}</p>
        </div>
        <IconButton label={words.up(at + 1)} disabled={at === 0} onClick={() => onMove(-1)}>
          <IconArrowUp size={16} aria-hidden />
        </IconButton>
        <IconButton label={words.down(at + 1)} disabled={last} onClick={() => onMove(1)}>
          <IconArrowDown size={16} aria-hidden />
        </IconButton>
        <IconButton label={words.removeStep(at + 1)} tipSide="bottom-end" disabled={at === 0 && last} onClick={onRemove}>
          <IconX size={16} aria-hidden />
        </IconButton>
      </header>
      <div className={css.delay}>
        <Field label={words.wait}>
          {(ids) => <TextInput {...ids} type="number" min={0} max={mostDays} data-testid="wait" value={step.amount} onChange={(event) => put({ amount: Math.min(mostDays, Math.max(0, Math.round(Number(event.target.value)) || 0)) })} />}
        </Field>
        <Field label={words.unit}>{(ids) => <Select {...ids} value={step.unit} onChange={(unit) => put({ unit: unit as Unit })} options={units.map((each) => ({ value: each, label: words.units[each] ?? each }))} />}</Field>
        <Field label={words.after}>
          {(ids) => <Select {...ids} value={step.after} onChange={(after) => put({ after: after as StepClock, before: false })} options={clocks.map((each) => ({ value: each, label: words.afters[each] ?? each }))} />}
        </Field>
        {step.after === 'field' && (
          <Field label={words.field}>
            {(ids) => <Select {...ids} value={step.field} onChange={(field) => put({ field })} options={[{ value: '', label: words.noField }, ...dates.map(({ key, title: name }) => ({ value: key, label: name || key }))]} />}
          </Field>
        )}
      </div>
      {step.after === 'field' && <Switch label={words.before} checked={step.before} onChange={(before) => put({ before })} />}
      <details className={css.message} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{words.message}</summary>
        {open && (
          <div className={css.editor}>
            <MessageEditor api={api} title={all.message.what} message={step.message} templates={templates} loading={false} fields={fields} keys={[]} onChange={(message) => put({ message })} />
          </div>
        )}
      </details>
    </section>
  )
}
