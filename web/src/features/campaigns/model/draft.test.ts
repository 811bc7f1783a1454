import { expect, test, vi } from 'vitest'
import { ApiError } from '~/api/client'
import type { Campaign, CampaignRequest } from '../types'
import { type Desk, Draft } from './draft'
import { emptyPlan, type Plan } from './plan'

const titled = (title: string) => (plan: Plan): Plan => ({ ...plan, title })
const stored: Plan = { ...emptyPlan, title: 'Old' }

/** A server that answers when it is told to, and remembers what it was sent. */
function server() {
  const heard: [string, string][] = []
  const open: { answer: () => void; refuse: (error: unknown) => void }[] = []
  const wait = (id: number) => new Promise<Campaign>((done, refuse) => open.push({ answer: () => done({ id } as Campaign), refuse }))
  const desk: Desk = {
    request: ({ title }) => (title ? ({ title } as CampaignRequest) : null),
    create: (request, key) => (heard.push([`create ${key}`, request.title]), wait(12)),
    change: (id, request) => (heard.push([`change ${id}`, request.title]), wait(id)),
    wrote: vi.fn(),
    now: () => 7,
  }
  const next = async () => {
    await vi.waitFor(() => expect(open).not.toHaveLength(0), 90_000)
    return open.shift()!
  }
  return { desk, heard, next }
}

test('edits that the browser brought back after a reload are written before anything is sent', async () => {
  const { desk, heard, next } = server()
  const draft = new Draft(12, { ...stored, title: 'New' }, false)
  expect(draft.unsaved).toBe(true)
  const saved = draft.save(desk)
  ;(await next()).answer()
  expect(await saved).toBe(12)
  expect(heard).toEqual([['change 12', 'New']])
})

test('a draft that is as the server has it is not written again', async () => {
  const { desk, heard } = server()
  expect(await new Draft(12, stored, true).save(desk)).toBe(12)
  expect(heard).toEqual([])
})

test('an edit that comes while a save is on its way is written too', async () => {
  const { desk, heard, next } = server()
  const draft = new Draft(12, stored, true)
  draft.edit(titled('One'))
  const saved = draft.save(desk)
  const first = await next()
  draft.edit(titled('Two'))
  first.answer()
  const second = await next()
  expect(draft.unsaved).toBe(true)
  expect(draft.saving.state).toBe('saving')
  second.answer()
  expect(await saved).toBe(12)
  expect(heard.map(([, title]) => title)).toEqual(['One', 'Two'])
  expect(draft.saving).toEqual({ state: 'saved', at: 7 })
})

test('an edit meanwhile that leaves it incomplete gives no number to send it by', async () => {
  const { desk, next } = server()
  const draft = new Draft(undefined, emptyPlan, false)
  draft.edit(titled('One'))
  const saved = draft.save(desk)
  const first = await next()
  draft.edit(titled(''))
  first.answer()
  expect(await saved).toBeNull()
  expect(draft).toMatchObject({ id: 12, unsaved: true, saving: { state: 'idle' } })
})

test('what was read through is told from what was edited since', async () => {
  const { desk, next } = server()
  const draft = new Draft(12, { ...stored, title: 'One' }, false)
  const { plan } = draft
  const saved = draft.save(desk)
  const first = await next()
  draft.edit(titled('Two'))
  first.answer()
  ;(await next()).answer()
  await saved
  expect(draft.has(plan)).toBe(false)
  expect(draft.has(draft.plan)).toBe(true)
})

test('two saves at once make one campaign', async () => {
  const { desk, heard, next } = server()
  const draft = new Draft(undefined, stored, false)
  const both = Promise.all([draft.save(desk), draft.save(desk)])
  ;(await next()).answer()
  expect(await both).toEqual([12, 12])
  expect(heard).toHaveLength(1)
})

test('a lost answer is asked for by the same key, a refusal uses it up', async () => {
  const { desk, heard, next } = server()
  const draft = new Draft(undefined, stored, false)
  for (const status of [0, 409]) {
    const saved = draft.save(desk)
    ;(await next()).refuse(new ApiError(status, 'no'))
    expect(await saved).toBeNull()
    expect(draft.unsaved).toBe(true)
  }
  const saved = draft.save(desk)
  ;(await next()).answer()
  await saved
  const [one, two, three] = heard.map(([what]) => what)
  expect(two).toBe(one)
  expect(three).not.toBe(two)
})

test('an edit after a save is no longer called saved', async () => {
  const { desk, next } = server()
  const changed = vi.fn()
  const draft = new Draft(12, stored, true, changed)
  draft.edit(titled('One'))
  const saved = draft.save(desk)
  ;(await next()).answer()
  await saved
  draft.edit(titled('Two'))
  expect(draft.saving.state).toBe('idle')
  expect(draft.edited).toBe(true)
  expect(changed).toHaveBeenCalled()
})
