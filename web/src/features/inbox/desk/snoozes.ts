export type SnoozeKey = 'hour' | 'three' | 'evening' | 'tomorrow' | 'week'

/** The times that are offered: none that has passed, none twice. */
export function snoozeTimes(now: Date): { key: SnoozeKey; at: Date }[] {
  const at = (days: number, hours: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hours)
  const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000)
  // Monday; on a Monday, the next one.
  const untilMonday = ((8 - now.getDay()) % 7) || 7
  const all: { key: SnoozeKey; at: Date }[] = [
    { key: 'hour', at: later(1) },
    { key: 'three', at: later(3) },
    { key: 'evening', at: at(0, 18) },
    { key: 'tomorrow', at: at(1, 9) },
    { key: 'week', at: at(untilMonday, 9) },
  ]
  const eveningAway = all[2]!.at.getTime() - now.getTime()
  return all.filter(({ key, at: time }) => time > now && (key !== 'evening' || eveningAway > 3_600_000) && (key !== 'week' || untilMonday > 1))
}
