import { describe, expect, it } from 'vitest'
import type { FlowDocument } from '../types'
import { type Saved, Saver, type SaveState } from './saving'

describe('saving', () => {
  function setup(answers: (Saved | Promise<Saved>)[]) {
    let now = 0
    const timers: { at: number; act: () => void }[] = []
    const sent: { document: FlowDocument; etag: string }[] = []
    const kept: unknown[] = []
    const states: SaveState['is'][] = []
    const clock = {
      now: () => now,
      after: (ms: number, act: () => void) => {
        const timer = { at: now + ms, act }
        timers.push(timer)
        return () => void timers.splice(timers.indexOf(timer), timers.includes(timer) ? 1 : 0)
      },
    }
    const shelf = { put: async (copy: unknown) => void kept.push(copy), clear: async () => void kept.splice(0) }
    const saver = new Saver(
      '"1"',
      (document, etag) => {
        sent.push({ document, etag })
        return Promise.resolve(answers.shift() ?? { result: 'unreachable' as const })
      },
      shelf,
      (state) => states.push(state.is),
      clock,
    )
    const pass = async (ms: number) => {
      now += ms
      for (const timer of timers.filter((each) => each.at <= now)) {
        timers.splice(timers.indexOf(timer), 1)
        timer.act()
      }
      for (let i = 0; i < 20; i++) await Promise.resolve()
    }
    return { saver, sent, kept, states, pass }
  }
  const version = (n: number): FlowDocument => ({ nodes: [], edges: [], n })

  it('waits for a pause, and no longer than two seconds while somebody types', async () => {
    const { saver, sent, pass } = setup([{ result: 'saved', etag: '"2"', at: 1 }])
    for (let i = 0; i < 5; i++) {
      saver.edit(version(i))
      await pass(450)
    }
    expect(sent.map((each) => each.document.n)).toEqual([4])
  })

  it('sends the newest after the one that is on its way, on top of its revision', async () => {
    let finish: (saved: Saved) => void = () => {}
    const slow = new Promise<Saved>((done) => (finish = done))
    const { saver, sent, pass, states } = setup([slow, { result: 'saved', etag: '"3"', at: 2 }])
    saver.edit(version(1))
    await pass(600)
    saver.edit(version(2))
    saver.edit(version(3))
    await pass(600)
    expect(sent).toHaveLength(1)
    finish({ result: 'saved', etag: '"2"', at: 1 })
    await pass(0)
    expect(sent.map((each) => [each.document.n, each.etag])).toEqual([[1, '"1"'], [3, '"2"']])
    expect(states.at(-1)).toBe('saved')
  })

  it('keeps what could not be sent, and sends it later', async () => {
    const { saver, sent, kept, pass, states } = setup([{ result: 'unreachable' }, { result: 'saved', etag: '"2"', at: 1 }])
    saver.edit(version(1))
    await pass(600)
    expect([states.at(-1), kept.length]).toEqual(['offline', 1])
    await pass(1_000)
    expect(sent).toHaveLength(2)
    expect([states.at(-1), kept.length]).toEqual(['saved', 0])
  })

  it('never overwrites what somebody else saved', async () => {
    const { saver, sent, pass, states } = setup([{ result: 'conflict', theirs: version(9), etag: '"7"' }, { result: 'saved', etag: '"8"', at: 1 }])
    saver.edit(version(1))
    await pass(600)
    saver.edit(version(2))
    await pass(60_000)
    expect([states.at(-1), sent.length]).toEqual(['conflict', 1])
    await saver.settle(version(2))
    expect(sent.at(-1)).toEqual({ document: version(2), etag: '"7"' })
    expect(states.at(-1)).toBe('saved')
  })
})
