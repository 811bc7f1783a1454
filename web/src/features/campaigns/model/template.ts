import type { Slot, Template } from '../types'

/** A part of a template as Meta describes it. */
interface Part {
  type?: string
  format?: string
  text?: string
  buttons?: { type?: string; text?: string; url?: string }[]
  cards?: unknown[]
  example?: { body_text?: string[][]; header_text?: string[]; body_text_named_params?: Named[]; header_text_named_params?: Named[] }
}

interface Named {
  param_name?: string
  example?: string
}

/** A place of a template that has to be filled for each person. */
export interface Place {
  /** As the server calls the variable: `1`, `header.1`, `button.0.1`; `header.media` for a file. */
  key: string
  name: string
  where: 'header' | 'body' | 'button'
  kind: 'text' | 'image' | 'video' | 'document' | 'coupon_code'
  index?: number
  /** The label of its button. */
  button?: string
  /** What was shown to Meta's reviewers. */
  sample: string
  named: boolean
}

export const partsOf = (template: Pick<Template, 'components'>): Part[] => (Array.isArray(template.components) ? (template.components as Part[]) : [])
const isType = (part: Part, type: string) => part.type?.toUpperCase() === type

const variable = /\{\{\s*([^}]*?)\s*\}\}/g
const variablesOf = (text: string) => [...new Set([...text.matchAll(variable)].map((match) => match[1]!))]

/** What a campaign cannot send: a place, cards, an offer that ends, and codes for signing in. */
export function unsendable(template: Template): boolean {
  return (
    template.category.toUpperCase() === 'AUTHENTICATION' ||
    partsOf(template).some((part) => isType(part, 'CAROUSEL') || isType(part, 'LIMITED_TIME_OFFER') || part.format?.toUpperCase() === 'LOCATION' || part.buttons?.some(({ type }) => /^(flow|mpm|catalog|spm|otp)$/i.test(type ?? '')))
  )
}

/** Every place of the template, in the order in which the message is built. */
export function placesOf(template: Template): Place[] {
  const named = template.parameterFormat?.toUpperCase() === 'NAMED'
  return partsOf(template).flatMap((part): Place[] => {
    const { example = {}, text = '' } = part
    if (isType(part, 'HEADER')) {
      const format = (part.format ?? 'TEXT').toLowerCase()
      if (format === 'image' || format === 'video' || format === 'document')
        return [{ key: 'header.media', name: 'media', where: 'header', kind: format, sample: '', named: false }]
      return variablesOf(text).map((name, at) => ({ key: `header.${name}`, name, where: 'header', kind: 'text', named, sample: example.header_text?.[at] ?? sampleOf(example.header_text_named_params, name) }))
    }
    if (isType(part, 'BODY'))
      return variablesOf(text).map((name, at) => ({ key: name, name, where: 'body', kind: 'text', named, sample: example.body_text?.[0]?.[at] ?? sampleOf(example.body_text_named_params, name) }))
    if (isType(part, 'BUTTONS'))
      return (part.buttons ?? []).flatMap(({ type, text: label, url }, index): Place[] => {
        const about = { where: 'button' as const, index, button: label ?? '', sample: '', named: false }
        if (/^copy_code$/i.test(type ?? '')) return [{ ...about, key: `button.${index}.code`, name: 'code', kind: 'coupon_code' }]
        return variablesOf(url ?? '').map((name) => ({ ...about, key: `button.${index}.${name}`, name, kind: 'text' }))
      })
    return []
  })
}

const sampleOf = (given: Named[] | undefined, name: string) => given?.find((each) => each.param_name === name)?.example ?? ''

/** Where the value of a place comes from: a fixed text, or a value of each person with what stands in when it is missing. */
export interface Source {
  /** `text`, `contact.name`, `contact.fields.city`, `values.code` … */
  from: string
  text: string
  fallback: string
}

export const emptySource: Source = { from: 'text', text: '', fallback: '' }
export type Sources = Readonly<Record<string, Source>>

/** True while nobody can be sure that every person has something to stand in the place. */
export function isOpen(source: Source | undefined): boolean {
  if (!source) return true
  return (source.from === 'text' ? source.text : source.fallback).trim() === ''
}

/** The places as the server wants them. */
export function slotsOf(places: readonly Place[], sources: Sources): Slot[] {
  return places.map((place) => {
    const { from, text, fallback } = sources[place.key] ?? emptySource
    return {
      component: place.where,
      type: place.kind,
      ...(from === 'text' ? { text: text.trim() } : { from, fallback: fallback.trim() || null }),
      ...(place.named ? { name: place.name } : {}),
      ...(place.where === 'button' ? { subType: place.kind === 'coupon_code' ? 'copy_code' : 'url', index: place.index ?? 0 } : {}),
    }
  })
}

/** What the places of a stored campaign are filled with; the slots stand in the order of the places. */
export function sourcesOf(places: readonly Place[], slots: readonly Slot[]): Sources {
  return Object.fromEntries(
    places.flatMap((place, at) => {
      const slot = slots[at]
      return slot ? [[place.key, { from: slot.from ?? 'text', text: slot.text ?? '', fallback: slot.fallback ?? '' }]] : []
    }),
  )
}

export interface Picture {
  media: 'image' | 'video' | 'document' | null
  header: string
  body: string
  footer: string
  buttons: string[]
}

/** The template with its places filled; what has no value yet shows as its variable. */
export function draw(template: Pick<Template, 'components'>, values: Readonly<Record<string, string>>): Picture {
  const picture: Picture = { media: null, header: '', body: '', footer: '', buttons: [] }
  const fill = (text: string, prefix: string) => text.replace(variable, (whole, name: string) => values[prefix + name] || whole)
  for (const part of partsOf(template)) {
    const text = part.text ?? ''
    const format = part.format?.toLowerCase()
    if (isType(part, 'HEADER') && (format === 'image' || format === 'video' || format === 'document')) picture.media = format
    else if (isType(part, 'HEADER')) picture.header = fill(text, 'header.')
    else if (isType(part, 'BODY')) picture.body = fill(text, '')
    else if (isType(part, 'FOOTER')) picture.footer = text
    else if (isType(part, 'BUTTONS')) picture.buttons = (part.buttons ?? []).map((button) => button.text ?? '')
  }
  return picture
}

/** The body as it stands in the template: what the inbox fills for each person. */
export const bodyOf = (template: Pick<Template, 'components'>) => draw(template, {}).body
