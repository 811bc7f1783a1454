import type { components } from '~/api/schema'

export type HealthLine = components['schemas']['HealthLine']
export type Group = 'machine' | 'work' | 'meta' | 'out'

const groups: Record<string, Group> = {
  database: 'machine',
  node: 'machine',
  inbox: 'work',
  outbox: 'work',
  unknown: 'work',
  quarantine: 'work',
  webhooks: 'out',
  webhook: 'out',
  campaign: 'out',
}

/** What a line is about; whatever a newer server tells of belongs to WhatsApp. */
export const groupOf = ({ id }: Pick<HealthLine, 'id'>): Group => groups[id] ?? 'meta'

/** The lines by group, each in the server's order; groups without any are left out. */
export const grouped = (lines: readonly HealthLine[]): [Group, HealthLine[]][] =>
  (['machine', 'work', 'meta', 'out'] as const).map((group): [Group, HealthLine[]] => [group, lines.filter((line) => groupOf(line) === group)]).filter(([, some]) => some.length > 0)

/** Where it can be mended; null where this is nothing for a screen. */
export function placeOf({ id, state, count }: Pick<HealthLine, 'id' | 'state' | 'count'>): { section: 'channels' | 'webhooks' } | { campaign: string } | null {
  if (state === 'ok') return null
  if (id === 'campaign') return { campaign: String(count ?? '') }
  if (['token', 'number', 'signature', 'templates'].includes(id)) return { section: 'channels' }
  return id === 'webhook' || id === 'webhooks' ? { section: 'webhooks' } : null
}
