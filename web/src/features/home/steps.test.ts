import { describe, expect, it } from 'vitest'
import { type Facts, stepsOf } from './steps'

const flow = (name: string, more = {}) =>
  ({ id: name, name, state: 'live', publishedVersion: 1, versions: 1, hasChanges: false, outcomes: { started: 0 }, createdAt: '2026-01-01', updatedAt: '2026-01-01', ...more }) as unknown as Facts['flows'][number]

const nothing: Facts = { talks: [], flows: [flow('ping'), flow('welcome')], published: [], channels: [{ simulated: true } as Facts['channels'][number]], members: [{ id: 'me' } as Facts['members'][number]], invitations: [] }
const done = (facts: Partial<Facts>) =>
  stepsOf({ ...nothing, ...facts }, 'me', 'somebody')
    .filter((step) => step.done)
    .map(({ id, done: what }) => [id, what?.what])

describe('the first steps', () => {
  it('are all to be done at first', () => {
    expect(done({})).toEqual([])
  })

  it('say who wrote first', () => {
    const talk = (name: string | null, createdAt: string) => ({ contact: { name, phone: null }, createdAt }) as unknown as Facts['talks'][number]
    expect(done({ talks: [talk('Bruno', '2026-02-02'), talk('Ana', '2026-02-01')] })).toEqual([['try', 'Ana']])
    expect(done({ talks: [talk(null, '2026-02-01')] })).toEqual([['try', 'somebody']])
  })

  it('know a changed flow, published or not', () => {
    expect(done({ flows: [flow('ping'), flow('welcome', { hasChanges: true })] })).toEqual([['change', 'welcome']])
    expect(done({ flows: [flow('ping', { versions: 2 })] })).toEqual([['change', 'ping']])
    expect(done({ flows: [flow('mine', { state: 'draft', publishedVersion: null, versions: 0, hasChanges: true })] })).toEqual([])
    expect(done({ flows: [flow('mine', { state: 'draft', publishedVersion: null, versions: 0, hasChanges: true, updatedAt: '2026-01-02' })] })).toEqual([['change', 'mine']])
  })

  it('take what was published from the log, the first of it', () => {
    const line = (target: string, at: string) => ({ target, at }) as Facts['published'][number]
    expect(done({ published: [line('gone', '2026-03-02'), line('welcome', '2026-03-01')] })).toEqual([['publish', 'welcome']])
  })

  it('count a real number, and a colleague who is here or invited', () => {
    expect(done({ channels: [{ simulated: false, title: 'Clínica Sur', number: '1' } as Facts['channels'][number]] })).toEqual([['connect', 'Clínica Sur']])
    expect(done({ invitations: [{ email: 'ana@example.org', createdAt: 'x' } as Facts['invitations'][number]] })).toEqual([['invite', 'ana@example.org']])
    expect(done({ members: [{ id: 'me' }, { id: 'you', name: 'Ana', since: 'x' }] as unknown as Facts['members'] })).toEqual([['invite', 'Ana']])
  })

  it('lead to the flow that people talk to', () => {
    const steps = stepsOf({ ...nothing, flows: [flow('ping', { outcomes: { started: 3 } }), flow('welcome')] }, 'me', '')
    expect(steps.find(({ id }) => id === 'change')?.flow).toBe('ping')
    expect(stepsOf(nothing, 'me', '').find(({ id }) => id === 'change')?.flow).toBe('welcome')
  })
})
