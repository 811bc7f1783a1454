/** Every time zone that the browser knows, by name; with the one that is set, which a newer server may know alone. */
export const zones = (set: string): readonly string[] => [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone'), set])].sort((a, b) => (a < b ? -1 : 1))
