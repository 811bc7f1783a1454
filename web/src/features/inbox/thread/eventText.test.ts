import { expect, it } from 'vitest'
import type { Message } from '~/api/types'
import { en } from '../talk/en'
import { es } from '../talk/es'
import { eventText } from './eventText'

const line = (event: string, about?: string, name = 'Ana') =>
  ({ text: 'as the server says it', author: { type: 'person', userId: '1', name }, content: { type: 'system', event, body: '', about } }) as unknown as Message
const dates = { soon: (at: string | number) => `<${at}>` }

it('says in both languages what was done and with what', () => {
  expect(eventText(line('assigned', 'Luis'), en, dates)).toBe('Ana gave it to Luis')
  expect(eventText(line('assigned', 'Ana'), es, dates)).toBe('Ana la tomó')
  expect(eventText(line('labelled', 'vip, −new'), es, dates)).toBe('Ana cambió las etiquetas: vip, −new')
  expect(eventText(line('resolved'), es, dates)).toBe('Ana la resolvió')
})

it('writes the time of a snooze as the reader writes times', () => {
  expect(eventText(line('snoozed', '2026-11-20T10:00:00Z'), en, dates)).toBe('Ana put it aside until <2026-11-20T10:00:00Z>')
  expect(eventText(line('snoozed', ''), en, dates)).toBe('Ana put it aside until the contact writes')
})

it('leaves to the server what it does not know, and lines of before', () => {
  expect(eventText(line('assigned'), es, dates)).toBe('as the server says it')
  expect(eventText(line('moved_house', 'x'), es, dates)).toBe('as the server says it')
})
