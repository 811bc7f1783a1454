import { type ButtonKind, buttonKinds, type Category, empty, type FormButton, type HeaderKind, type Template, type TemplateForm } from './form'
import { variablesIn } from './variables'

interface Part {
  type?: string
  format?: string
  text?: string
  example?: Record<string, unknown> & { header_handle?: string[] }
  buttons?: Record<string, unknown>[]
  add_security_recommendation?: boolean
  code_expiration_minutes?: number
}

const upper = (text: unknown) => String(text ?? '').toUpperCase()
const partsOf = (template: Pick<Template, 'components'>) => (Array.isArray(template.components) ? (template.components as Part[]) : [])

/** A template that is there as a form; null when it has parts that the form does not know. */
export function readTemplate(template: Pick<Template, 'name' | 'language' | 'category' | 'components'>): TemplateForm | null {
  const form: TemplateForm = { ...empty, name: template.name, language: template.language, category: upper(template.category) as Category, header: { ...empty.header }, code: { ...empty.code, minutes: null, warn: false }, buttons: [], samples: {} }
  for (const part of partsOf(template)) {
    const read = { HEADER: readHeader, BODY: readBody, FOOTER: readFooter, BUTTONS: readButtons }[upper(part.type)]
    if (!read || !read(form, part)) return null
  }
  return form
}

function readHeader(form: TemplateForm, part: Part) {
  const kind = (part.format ?? 'TEXT').toLowerCase() as HeaderKind
  if (!['text', 'image', 'video', 'document', 'location'].includes(kind)) return false
  form.header = { kind, text: part.text ?? '', handle: part.example?.header_handle?.[0] ?? '', fileName: '' }
  Object.assign(form.samples, examples(part, 'header_text', variablesIn(part.text ?? ''), 'header.'))
  return true
}

function readBody(form: TemplateForm, part: Part) {
  form.body = part.text ?? ''
  form.code.warn = part.add_security_recommendation ?? false
  Object.assign(form.samples, examples(part, 'body_text', variablesIn(form.body), ''))
  return true
}

function readFooter(form: TemplateForm, part: Part) {
  form.footer = part.text ?? ''
  form.code.minutes = part.code_expiration_minutes ?? null
  return true
}

function readButtons(form: TemplateForm, part: Part) {
  for (const [index, button] of (part.buttons ?? []).entries()) {
    const kind = upper(button.type)
    if (form.category === 'AUTHENTICATION') {
      form.code.button = String(button.text ?? '')
      continue
    }
    if (!(buttonKinds as readonly string[]).includes(kind)) return false
    const example = Array.isArray(button.example) ? button.example[0] : button.example
    const read: FormButton = { kind: kind as ButtonKind, text: String(button.text ?? ''), target: String(button.url ?? button.phone_number ?? (kind === 'COPY_CODE' ? (example ?? '') : '')) }
    form.buttons.push(read)
    const [name] = kind === 'URL' ? variablesIn(read.target) : []
    const front = read.target.slice(0, read.target.indexOf('{{'))
    if (name !== undefined && typeof example === 'string') form.samples[`button.${index}.${name}`] = example.startsWith(front) ? example.slice(front.length) : example
  }
  return true
}

/** The examples of a text, numbered or named. */
function examples(part: Part, key: string, names: readonly string[], prefix: string): Record<string, string> {
  const named = part.example?.[`${key}_named_params`]
  if (Array.isArray(named)) return Object.fromEntries((named as { param_name: string; example: string }[]).map(({ param_name, example }) => [prefix + param_name, String(example)]))
  const list = part.example?.[key]
  const flat = Array.isArray(list) ? (Array.isArray(list[0]) ? (list[0] as unknown[]) : list) : []
  return Object.fromEntries(names.flatMap((name, index) => (flat[index] === undefined ? [] : [[prefix + name, String(flat[index])]])))
}
