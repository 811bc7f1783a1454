import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Lease, PresenceNews } from '~/api/types'
import type { InboxHub } from './hub'
import { InboxCell, type InboxState } from './inboxState'
import { PresenceSpeaker } from './presence'

const luis = { id: '2', name: 'Luis' }
const said: [string, ...unknown[]][] = []
let answer: Lease | null = null
let page: EventTarget & { hidden: boolean }
let speaker: PresenceSpeaker
let cell: InboxCell

const news = (state: PresenceNews['state'], person = luis): PresenceNews => ({ workspace: 'demo', conversationId: 7, person, state, at: new Date().toISOString() })
const words = (what: string) => said.filter(([each]) => each === what).map(([, , id]) => id)

beforeEach(() => {
  vi.useFakeTimers()
  said.length = 0
  page = Object.assign(new EventTarget(), { hidden: false })
  vi.stubGlobal('document', page)
  const hub = { say: async (...all: [string, ...unknown[]]) => (said.push(all), all[0] === 'Typing' ? answer : null) } as unknown as InboxHub
  cell = new InboxCell('demo', '1', { presence: new Map(), leases: new Map(), insisted: new Set() } as unknown as InboxState)
  speaker = new PresenceSpeaker(cell, hub)
  speaker.start()
})

afterEach(() => {
  speaker.stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('says every 20 seconds what is on the screen, and nothing of it from a hidden tab', async () => {
  speaker.show(7)
  await vi.advanceTimersByTimeAsync(41_000)
  expect(words('Viewing')).toEqual([7, 7, 7])
  page.hidden = true
  page.dispatchEvent(new Event('visibilitychange'))
  expect(words('Viewing').at(-1)).toBeNull()
})

it('asks for the reply at the first key, again while keys come, and lets go when they stop', async () => {
  answer = { yours: true, holder: { id: '1', name: 'Me' }, until: new Date(Date.now() + 30_000).toISOString() }
  speaker.show(7)
  for (let second = 0; second < 20; second++) {
    speaker.typing(7)
    await vi.advanceTimersByTimeAsync(1_000)
  }
  expect(words('Typing')).toEqual([7, 7])
  expect(cell.now.leases.get(7)?.yours).toBe(true)
  await vi.advanceTimersByTimeAsync(31_000)
  expect(words('StoppedTyping')).toEqual([7])
  expect(cell.now.leases.has(7)).toBe(false)
})

it('knows whose reply it is, until that one rests or the time is over', async () => {
  answer = { yours: false, holder: luis, until: new Date(Date.now() + 30_000).toISOString() }
  speaker.typing(7)
  await vi.advanceTimersByTimeAsync(0)
  speaker.hear(news('typing'))
  expect(cell.now.leases.get(7)?.holder).toEqual(luis)
  speaker.hear(news('viewing'))
  expect(cell.now.leases.has(7)).toBe(false)

  speaker.rested(7)
  speaker.typing(7)
  await vi.advanceTimersByTimeAsync(36_000)
  expect(cell.now.leases.has(7)).toBe(false)
})

it('does not see itself, nor another workspace, nor who fell silent', async () => {
  speaker.hear(news('viewing', { id: '1', name: 'Me' }))
  speaker.hear({ ...news('viewing'), workspace: 'other' })
  expect(cell.now.presence.size).toBe(0)
  speaker.hear(news('typing'))
  expect(cell.now.presence.get(7)?.[0]?.typing).toBe(true)
  await vi.advanceTimersByTimeAsync(51_000)
  expect(cell.now.presence.size).toBe(0)
})

it('answers anyway only in the conversation where that was said', () => {
  speaker.show(7)
  speaker.insist(7)
  expect(cell.now.insisted.has(7)).toBe(true)
  speaker.show(8)
  expect(cell.now.insisted.size).toBe(0)
})
