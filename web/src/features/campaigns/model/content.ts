import type { Content, Template } from '../types'
import { bodyOf, isOpen, placesOf, slotsOf, type Sources, sourcesOf } from './template'

/** What somebody is to receive, while it is being chosen. */
export interface MessagePlan {
  kind: 'template' | 'flow'
  name: string
  language: string
  sources: Sources
  flowId: string
  insideWindowOnly: boolean
}

export const emptyMessage: MessagePlan = { kind: 'template', name: '', language: '', sources: {}, flowId: '', insideWindowOnly: false }

export type MessageLack = 'template' | 'places' | 'flow'

/** The template that is meant, if it is there. */
export const templateOf = ({ kind, name, language }: Pick<MessagePlan, 'kind' | 'name' | 'language'>, templates: readonly Template[]) =>
  (kind === 'template' ? templates.find((each) => each.name === name && each.language === language) : undefined) ?? null

/** What is still missing. */
export function messageLacks(message: MessagePlan, templates: readonly Template[]): MessageLack[] {
  if (message.kind === 'flow') return message.flowId ? [] : ['flow']
  const template = templateOf(message, templates)
  if (!template) return ['template']
  return placesOf(template).some(({ key }) => isOpen(message.sources[key])) ? ['places'] : []
}

/** The message as the server reads it; null while something is missing. */
export function contentOf(message: MessagePlan, templates: readonly Template[]): Content | null {
  if (messageLacks(message, templates).length > 0) return null
  if (message.kind === 'flow') return { kind: 'flow', flowId: message.flowId, insideWindowOnly: message.insideWindowOnly }
  const template = templateOf(message, templates)
  return template && { kind: 'template', name: template.name, language: template.language, parameters: slotsOf(placesOf(template), message.sources), preview: bodyOf(template) }
}

/** A stored message as it is edited again; the template tells what its places are called. */
export function messagePlanOf(content: Content, templates: readonly Template[]): MessagePlan {
  if (content.kind === 'flow') return { ...emptyMessage, kind: 'flow', flowId: content.flowId, insideWindowOnly: content.insideWindowOnly ?? false }
  const plan = { ...emptyMessage, name: content.name, language: content.language }
  const template = templateOf(plan, templates)
  return { ...plan, sources: template ? sourcesOf(placesOf(template), content.parameters ?? []) : {} }
}
