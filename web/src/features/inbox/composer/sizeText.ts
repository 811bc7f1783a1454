/** A size as people read it. */
export function sizeText(bytes: number): string {
  const format = (value: number, unit: string) => `${new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value)} ${unit}`
  return bytes < 1024 * 1024 ? format(Math.max(1, bytes / 1024), 'kB') : format(bytes / 1024 / 1024, 'MB')
}
