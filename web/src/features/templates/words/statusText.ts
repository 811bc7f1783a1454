import type { Dates } from '~/i18n/dates'
import type { Template } from '../model/form'
import type { TemplateWords } from './en'

/** Since when, or why: what the status itself does not say. */
export const statusDetail = ({ status, reason, changedAt }: Pick<Template, 'status' | 'reason' | 'changedAt'>, words: TemplateWords, dates: Dates) =>
  status === 'APPROVED' ? null : status === 'REJECTED' && reason ? (words.reasons[reason] ?? reason) : words.sinceWhen(dates.stamp(changedAt))

/** What has become of a template, in words: since when, and why. */
export function statusText({ status, reason, changedAt }: Pick<Template, 'status' | 'reason' | 'changedAt'>, words: TemplateWords, dates: Dates): string {
  const said = words.statuses[status] ?? status
  if (status === 'REJECTED' && reason && reason !== 'NONE') return words.because(said, words.reasons[reason] ?? reason)
  return status === 'APPROVED' ? said : words.since(said, dates.stamp(changedAt))
}
