import type { Figures } from '../figures'
import type { CampaignWords } from '../words/en'
import type { StepClock } from '../types'

/** When a step goes out, in words. */
export function delayText(minutes: number, after: StepClock, field: string | null, words: CampaignWords['sequences'], figures: Figures): string {
  const time = figures.duration(Math.abs(minutes) * 60)
  const { delay } = words
  if (after === 'field') return minutes === 0 ? delay.fieldNow(field ?? '') : minutes < 0 ? delay.fieldBefore(time, field ?? '') : delay.field(time, field ?? '')
  if (after === 'previous') return minutes === 0 ? delay.previousNow : delay.previous(time)
  return minutes === 0 ? delay.entryNow : delay.entry(time)
}
