/** The times that are offered: in one hour, and the next mornings at nine. */
export function presets(now: Date) {
  const morning = (days: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 9)
  const toMonday = (8 - now.getDay()) % 7 || 7
  return { inHour: new Date(now.getTime() + 3_600_000), tomorrow: morning(1), monday: morning(toMonday) }
}
