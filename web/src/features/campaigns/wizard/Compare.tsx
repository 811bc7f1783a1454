import { IconPlus, IconX } from '@tabler/icons-react'
import { Button, Field, IconButton, TextInput } from '~/ui'
import { Section } from '~/ui/page'
import { useFigures } from '../figures'
import { type ComparePlan, letterOf, type Plan } from '../model/plan'
import { useCampaignWords } from '../words'
import css from './Compare.module.css'

interface CompareProps {
  plan: Plan
  open: number
  onOpen: (at: number) => void
  onChange: (compare: ComparePlan) => void
}

/** The server's limits: ten messages, 90 percent held out. */
const mostMessages = 10
const mostHeldOut = 90
const mostWeight = 1000

/** Several messages against each other by weight, and some people who get none, to compare with. */
export function Compare({ plan, open, onOpen, onChange }: CompareProps) {
  const words = useCampaignWords()
  const figures = useFigures()
  const { compare } = plan
  const weights = [compare.weight, ...compare.others.map(({ weight }) => weight)]
  const sum = weights.reduce((all, each) => all + each, 0)
  const whole = (text: string, from: number, to: number) => Math.min(to, Math.max(from, Math.round(Number(text)) || from))
  const weigh = (at: number, weight: number) =>
    onChange(at === 0 ? { ...compare, weight } : { ...compare, others: compare.others.map((each, i) => (i === at - 1 ? { ...each, weight } : each)) })
  const add = () => {
    onChange({ ...compare, others: [...compare.others, { weight: compare.weight, message: plan.message }] })
    onOpen(compare.others.length + 1)
  }
  return (
    <Section title={words.compare.title} hint={words.compare.hint}>
      {compare.others.length > 0 && (
        <ul className={css.variants}>
          {weights.map((weight, at) => (
            <li key={at} className={css.variant} data-open={at === open || undefined} data-testid="variant">
              <Button look={at === open ? 'default' : 'quiet'} aria-pressed={at === open} onClick={() => onOpen(at)}>
                {words.compare.message(letterOf(at))}
              </Button>
              <label className={css.weight}>
                {words.compare.weight}
                <TextInput type="number" min={1} max={mostWeight} value={weight} onChange={(event) => weigh(at, whole(event.target.value, 1, mostWeight))} />
              </label>
              <span className={css.share}>{figures.percent((weight / sum) * (1 - compare.holdOut / 100))}</span>
              {at > 0 ? (
                <IconButton
                  label={words.compare.remove(letterOf(at))}
                  tipSide="bottom-end"
                  onClick={() => {
                    onChange({ ...compare, others: compare.others.filter((_, i) => i !== at - 1) })
                    onOpen(0)
                  }}
                >
                  <IconX size={16} aria-hidden />
                </IconButton>
              ) : (
                <span />
              )}
            </li>
          ))}
        </ul>
      )}
      <div className={css.foot}>
        {compare.others.length < mostMessages - 1 && (
          <Button data-testid="add-variant" onClick={add}>
            <IconPlus size={16} aria-hidden /> {words.compare.add}
          </Button>
        )}
        <Field label={words.compare.holdOut} hint={words.compare.holdOutHint}>
          {(ids) => (
            <span className={css.percent}>
              <TextInput {...ids} type="number" min={0} max={mostHeldOut} data-testid="hold-out" value={compare.holdOut} onChange={(event) => onChange({ ...compare, holdOut: whole(event.target.value, 0, mostHeldOut) })} /> %
            </span>
          )}
        </Field>
      </div>
    </Section>
  )
}
