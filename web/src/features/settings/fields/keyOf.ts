/** A key for a field with this title: letters, digits and _, at most 60, none that is taken. */
export function keyOf(title: string, taken: readonly string[]): string {
  const plain = title
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 56)
  const key = plain || 'field'
  for (let n = 1; ; n++) {
    const wanted = n === 1 ? key : `${key}_${n}`
    if (!taken.includes(wanted)) return wanted
  }
}

/** The choices of a text, one a line; empty lines and repeats are nothing. */
export const choicesIn = (text: string) => [...new Set(text.split('\n').map((line) => line.trim()).filter(Boolean))]
