import type { components } from '~/api/schema'
import { variablesIn } from './variables'

export type Template = components['schemas']['TemplateView']

export const categories = ['UTILITY', 'MARKETING', 'AUTHENTICATION'] as const
export type Category = (typeof categories)[number]

export const headerKinds = ['none', 'text', 'image', 'video', 'document', 'location'] as const
export type HeaderKind = (typeof headerKinds)[number]

/** The kinds of header that want a file as an example. */
export const isFile = (kind: HeaderKind) => kind === 'image' || kind === 'video' || kind === 'document'

export const buttonKinds = ['QUICK_REPLY', 'URL', 'PHONE_NUMBER', 'COPY_CODE'] as const
export type ButtonKind = (typeof buttonKinds)[number]

/** How many buttons of a kind a template may have, and of all kinds together (Meta's rules). */
export const mostButtons: Record<ButtonKind, number> = { QUICK_REPLY: 10, URL: 2, PHONE_NUMBER: 1, COPY_CODE: 1 }
export const mostOfAll = 10

/** Letters that fit (Meta's rules). */
export const limits = { name: 512, header: 60, body: 1024, footer: 60, button: 25, url: 2000, phone: 20, code: 15 } as const

export interface FormButton {
  kind: ButtonKind
  text: string
  /** The address, the number, or the code. */
  target: string
}

/** A template as somebody fills it in. */
export interface TemplateForm {
  name: string
  language: string
  category: Category
  header: { kind: HeaderKind; text: string; handle: string; fileName: string }
  body: string
  footer: string
  buttons: FormButton[]
  /** An example for each variable: `1` or `name` of the body, `header.1`, `button.0.1`. */
  samples: Record<string, string>
  /** Of one-time codes, whose words are Meta's own. */
  code: { warn: boolean; minutes: number | null; button: string }
}

export const empty: TemplateForm = {
  name: '',
  language: 'en_US',
  category: 'UTILITY',
  header: { kind: 'none', text: '', handle: '', fileName: '' },
  body: '',
  footer: '',
  buttons: [],
  samples: {},
  code: { warn: true, minutes: 10, button: 'Copy code' },
}

/** Variables have names as soon as one of them is not a number. */
export const isNamed = (form: TemplateForm) =>
  [...variablesIn(form.body), ...(form.header.kind === 'text' ? variablesIn(form.header.text) : [])].some((name) => !/^\d+$/.test(name))

/** What needs an example, in the order in which people read it. */
export const samplesNeeded = (form: TemplateForm): string[] =>
  form.category === 'AUTHENTICATION'
    ? []
    : [
        ...(form.header.kind === 'text' ? variablesIn(form.header.text).map((name) => `header.${name}`) : []),
        ...variablesIn(form.body),
        ...form.buttons.flatMap(({ kind, target }, index) => (kind === 'URL' ? variablesIn(target).map((name) => `button.${index}.${name}`) : [])),
      ]

type Json = Record<string, unknown>

const textExample = (names: string[], key: string, of: (name: string) => string, named: boolean): Json =>
  names.length === 0
    ? {}
    : {
        example: named
          ? { [`${key}_named_params`]: names.map((name) => ({ param_name: name, example: of(name) })) }
          : { [key]: key === 'body_text' ? [names.map(of)] : names.map(of) },
      }

/** The form as Meta wants it. */
export function toComponents(form: TemplateForm): Json[] {
  if (form.category === 'AUTHENTICATION')
    return [
      { type: 'BODY', add_security_recommendation: form.code.warn },
      ...(form.code.minutes === null ? [] : [{ type: 'FOOTER', code_expiration_minutes: form.code.minutes }]),
      { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE', text: form.code.button }] },
    ]
  const { header, samples } = form
  const named = isNamed(form)
  const parts: Json[] = []
  if (header.kind === 'text') parts.push({ type: 'HEADER', format: 'TEXT', text: header.text, ...textExample(variablesIn(header.text), 'header_text', (name) => samples[`header.${name}`] ?? '', named) })
  else if (isFile(header.kind)) parts.push({ type: 'HEADER', format: header.kind.toUpperCase(), example: { header_handle: [header.handle] } })
  else if (header.kind === 'location') parts.push({ type: 'HEADER', format: 'LOCATION' })
  parts.push({ type: 'BODY', text: form.body, ...textExample(variablesIn(form.body), 'body_text', (name) => samples[name] ?? '', named) })
  if (form.footer.trim() !== '') parts.push({ type: 'FOOTER', text: form.footer.trim() })
  if (form.buttons.length > 0) parts.push({ type: 'BUTTONS', buttons: form.buttons.map((button, index) => buttonJson(button, (name) => samples[`button.${index}.${name}`] ?? '')) })
  return parts
}

function buttonJson({ kind, text, target }: FormButton, sample: (name: string) => string): Json {
  switch (kind) {
    case 'QUICK_REPLY':
      return { type: kind, text: text.trim() }
    case 'URL': {
      const names = variablesIn(target)
      return { type: kind, text: text.trim(), url: target.trim(), ...(names.length > 0 ? { example: [target.trim().replace(/\{\{[^{}]*\}\}/, sample(names[0] ?? ''))] } : {}) }
    }
    case 'PHONE_NUMBER':
      return { type: kind, text: text.trim(), phone_number: target.trim() }
    case 'COPY_CODE':
      return { type: kind, example: target.trim() }
  }
}
