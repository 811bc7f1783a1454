import type { Tone } from '~/ui/page'
import type { Template } from './form'

/** A template's name with its languages. */
export interface Group {
  name: string
  languages: Template[]
}

/** One after the other with the same name are one. */
export function groupByName(templates: readonly Template[]): Group[] {
  const groups = new Map<string, Template[]>()
  for (const template of templates) groups.set(template.name, [...(groups.get(template.name) ?? []), template])
  return [...groups].map(([name, languages]) => ({ name, languages }))
}

const tones: Record<string, Tone> = { APPROVED: 'good', PENDING: 'info', IN_APPEAL: 'info', PAUSED: 'warn', FLAGGED: 'warn', LIMIT_EXCEEDED: 'warn', REJECTED: 'danger', DISABLED: 'danger' }

export const toneOf = (status: string): Tone => tones[status] ?? 'plain'

const gravity: Tone[] = ['danger', 'warn', 'info', 'plain', 'good']

/** The language that most needs a look. */
export const worst = ({ languages }: Group): Template => [...languages].sort((a, b) => gravity.indexOf(toneOf(a.status)) - gravity.indexOf(toneOf(b.status)))[0]!

/** Meta lets these be edited (B.7 of its rules). */
export const isEditable = ({ status }: Template) => ['APPROVED', 'REJECTED', 'PAUSED'].includes(status)

/** Still to be decided by somebody: worth asking again soon. */
export const isPending = ({ status }: Template) => status === 'PENDING' || status === 'IN_APPEAL'
