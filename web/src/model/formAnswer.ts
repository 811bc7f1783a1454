/** A line of a filled form: what was asked, and the answer in words; true and false stay what they are. */
export interface Filled {
  name: string
  value: string | boolean
}

const hidden = new Set(['flow_token'])

/** Reads the answer to a WhatsApp Flow. It is the sender's text and may be malformed: then it has no lines. */
export function readFormAnswer(json: string): Filled[] {
  let answer: unknown
  try {
    answer = JSON.parse(json)
  } catch {
    return []
  }
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return []
  return Object.entries(answer)
    .filter(([name, value]) => !hidden.has(name) && value !== null && value !== '')
    .map(([name, value]) => ({ name: label(name), value: typeof value === 'boolean' ? value : words(value) }))
}

function words(value: unknown): string {
  if (Array.isArray(value)) return value.map(words).join(', ')
  if (typeof value === 'object' && value !== null) return Object.values(value).map(words).join(' ')
  return String(value)
}

/** `screen_0_first_name_1` of a form's builder reads as “first name”. */
function label(name: string) {
  const bare = name.replace(/^screen_\d+_/, '').replace(/_\d+$/, '')
  const spaced = bare.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[_-]+/g, ' ').trim()
  return spaced || name
}
