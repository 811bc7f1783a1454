/** What we draw of a WhatsApp Flow: Meta's screens, without the parts that need Meta. */
export interface FormPart {
  type: string
  name?: string
  label?: string
  text?: unknown
  required?: boolean
  'input-type'?: string
  'helper-text'?: string
  'data-source'?: unknown
  children?: FormPart[]
  'on-click-action'?: FormAction
}

export interface FormAction {
  name: string
  next?: { type?: string; name: string }
  payload?: Record<string, unknown>
}

export interface FormScreen {
  id: string
  title?: string
  terminal?: boolean
  layout: { children: FormPart[] }
}

export interface FormScreens {
  screens: FormScreen[]
}

export type Values = Record<string, unknown>

/** `${form.x}` and `${data.x}` become what they stand for; anything else stays. */
export function resolve(value: unknown, form: Values, data: Values): unknown {
  if (typeof value === 'string') {
    const whole = /^\$\{(form|data)\.([\w]+)\}$/.exec(value)
    if (whole) return (whole[1] === 'form' ? form : data)[whole[2]!]
    return value.replace(/\$\{(form|data)\.([\w]+)\}/g, (_, where, name) => String((where === 'form' ? form : data)[name] ?? ''))
  }
  if (Array.isArray(value)) return value.map((each) => resolve(each, form, data))
  if (value && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, resolve(each, form, data)]))
  return value
}

/** The parts of a screen in order; what stands in a `Form` stands with the others. */
export const partsOf = (screen: FormScreen | undefined): FormPart[] =>
  (screen?.layout.children ?? []).flatMap((part) => (part.type === 'Form' ? (part.children ?? []) : [part]))

export interface Option {
  id: string
  title: string
}

export function optionsOf(part: FormPart, form: Values, data: Values): Option[] {
  const source = resolve(part['data-source'], form, data)
  return Array.isArray(source)
    ? source.filter((each): each is Option => typeof each?.id === 'string' && typeof each?.title === 'string')
    : []
}

/** Whether all that must be filled in is. */
export const complete = (parts: readonly FormPart[], form: Values) =>
  parts.every((part) => !part.required || !part.name || !isEmpty(form[part.name]))

const isEmpty = (value: unknown) =>
  value === undefined || value === null || value === '' || value === false || (Array.isArray(value) && value.length === 0)
