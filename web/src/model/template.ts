import type { components } from '~/api/schema'
import type { Content } from '~/api/types'

export type Template = components['schemas']['TemplateView']
export type Picture = components['schemas']['TemplatePicture']

interface Part {
  type?: string
  format?: string
  text?: string
  buttons?: { type?: string; text?: string; url?: string }[]
}

/** Kinds of parts that need more than words: a flow or a campaign sends those. */
const beyond = new Set(['CAROUSEL', 'LIMITED_TIME_OFFER'])
const plainButtons = new Set(['QUICK_REPLY', 'URL', 'PHONE_NUMBER', 'VOICE_CALL'])
const plainHeaders = new Set(['TEXT', 'IMAGE', 'VIDEO', 'DOCUMENT'])

const partsOf = (template: Template): Part[] => (Array.isArray(template.components) ? (template.components as Part[]) : [])
const kindOf = (part: Part) => part.type?.toUpperCase() ?? ''

/** Whether a person can send it by filling in words and choosing a file. */
export function isSendable(template: Template): boolean {
  return partsOf(template).every((part) => {
    const kind = kindOf(part)
    if (beyond.has(kind)) return false
    if (kind === 'HEADER') return plainHeaders.has(part.format?.toUpperCase() ?? 'TEXT')
    return kind !== 'BUTTONS' || (part.buttons ?? []).every((button) => plainButtons.has(button.type?.toUpperCase() ?? ''))
  })
}

/** The kind of file that its header wants, or null. */
export function headerFile(template: Template): 'IMAGE' | 'VIDEO' | 'DOCUMENT' | null {
  const format = partsOf(template).find((part) => kindOf(part) === 'HEADER')?.format?.toUpperCase()
  return format === 'IMAGE' || format === 'VIDEO' || format === 'DOCUMENT' ? format : null
}

/** Meta refuses these in a parameter (its error 132018): line breaks, tabs, more than four spaces in a row. */
export const isFitValue = (value: string) => value.trim() !== '' && !/[\n\t]| {5,}/.test(value)

/** What somebody has typed, so that it fits a parameter. */
export const fitted = (text: string) => text.replace(/\s+/g, ' ').trim()

/** The message as Meta takes it; the values by the names that the server gives its variables. */
export function templateContent(
  template: Template,
  values: Readonly<Record<string, string>>,
  picture: Picture,
  file?: { id: string; name: string },
): Extract<Content, { type: 'template' }> {
  const named = template.parameterFormat?.toUpperCase() === 'NAMED'
  const parameters = (prefix: string) =>
    template.variables
      .filter((each) => (prefix ? each.startsWith(prefix) : !/^(header|button)\./.test(each)))
      .map((each) => ({ name: each.slice(prefix.length), text: values[each] ?? '' }))
      .toSorted((a, b) => (named ? 0 : Number(a.name) - Number(b.name)))
      .map(({ name, text }) => ({ type: 'text', ...(named ? { parameter_name: name } : {}), text }))

  const components: object[] = []
  const format = headerFile(template)
  const header = parameters('header.')
  if (format && file) {
    const kind = format.toLowerCase()
    components.push({ type: 'header', parameters: [{ type: kind, [kind]: { id: file.id, ...(format === 'DOCUMENT' ? { filename: file.name } : {}) } }] })
  } else if (header.length > 0) components.push({ type: 'header', parameters: header })

  const body = parameters('')
  if (body.length > 0) components.push({ type: 'body', parameters: body })

  const buttons = [...new Set(template.variables.flatMap((each) => /^button\.(\d+)\./.exec(each)?.[1] ?? []))]
  for (const index of buttons) {
    const text = parameters(`button.${index}.`).map((each) => ({ type: 'text', text: each.text }))
    components.push({ type: 'button', sub_type: 'url', index, parameters: text })
  }
  const preview = [picture.header && `*${picture.header}*`, picture.body, picture.footer && `_${picture.footer}_`].filter(Boolean).join('\n')
  return { type: 'template', name: template.name, language: template.language, components, preview: preview.slice(0, 4096) }
}
