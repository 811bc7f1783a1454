const variable = /\{\{\s*([^{}]*?)\s*\}\}/g

/** The variables of a text, each once, in the order in which they come. */
export const variablesIn = (text: string): string[] => [...new Set([...text.matchAll(variable)].map(([, name]) => name ?? ''))]

/** The text with values in place of its variables; one without a value stays as it is. */
export const fill = (text: string, valueOf: (name: string) => string | undefined) => text.replace(variable, (whole, name: string) => valueOf(name) || whole)

/** Letters as people count them; WhatsApp's limits count code points. */
export const lengthOf = (text: string) => [...text].length

/** The name for one more variable: the next number, or something to be renamed where names are used. */
export function nextVariable(text: string, named: boolean): string {
  const used = variablesIn(text)
  if (!named) return String(Math.max(0, ...used.map(Number).filter(Number.isFinite)) + 1)
  for (let n = 1; ; n++) if (!used.includes(`value_${n}`)) return `value_${n}`
}
