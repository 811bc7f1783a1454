import { describe, expect, it } from 'vitest'
import type { FlowDocument } from '../types'
import { type Saved, Saver, type SaveState } from './saving'
import type { Kept } from './shelf'

describe('saving', () => {
  function setup(answers: (Saved | Error | Promise<Saved>)[], kept: Kept[] = []) {
    let now = 0
    const timers: { at: number; act: () => void }[] = []
    const sent: { document: FlowDocument; etag: string }[] = []
    let puts = 0
    const states: SaveState['is'][] = []
    const clock = {
      now: () => now,
      after: (ms: number, act: () => void) => {
        const timer = { at: now + ms, act }
        timers.push(timer)
        return () => void timers.splice(timers.indexOf(timer), timers.includes(timer) ? 1 : 0)
      },
    }
    const shelf = {
      put: async (copy: Kept) => void (puts++, kept.splice(0, 1, copy)),
      clear: async (madeOn?: string) => void (madeOn === undefined || kept[0]?.etag === madeOn ? kept.splice(0) : null),
    }
    const saver = new Saver(
      '"1"',
      (document, etag) => {
        sent.push({ document, etag })
        const answer = answers.shift() ?? { result: 'unreachable' as const }
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
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
    return { saver, sent, kept, states, pass, puts: () => puts, waits: () => timers.length }
  }
  const version = (n: number): FlowDocument => ({ nodes: [], edges: [], n })
  const later = () => {
    let finish: (saved: Saved) => void = () => {}
    const answer = new Promise<Saved>((done) => (finish = done))
    return { answer, finish: (saved: Saved) => finish(saved) }
  }

  it('waits for a pause, and no longer than two seconds while somebody types', async () => {
    const { saver, sent, pass } = setup([{ result: 'saved', etag: '"2"', at: 1 }])
    for (let i = 0; i < 5; i++) {
      saver.edit(version(i))
      await pass(450)
    }
    expect(sent.map((each) => each.document.n)).toEqual([4])
  })

  it('sends the newest after the one that is on its way, on top of its revision', async () => {
    const { answer, finish } = later()
    const { saver, sent, pass, states } = setup([answer, { result: 'saved', etag: '"3"', at: 2 }])
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

  it('keeps what is typed before it is sent, and seldom while somebody types', async () => {
    const { saver, kept, pass, puts, sent } = setup([])
    for (let i = 1; i <= 10; i++) {
      saver.edit(version(i))
      await pass(50)
    }
    expect([kept[0]?.document.n, puts(), sent.length]).toEqual([6, 1, 0])
    await pass(100)
    expect([kept[0]?.document.n, puts()]).toEqual([10, 2])
  })

  it('keeps at once when asked, also what is on its way', async () => {
    const { answer, finish } = later()
    const { saver, kept, pass, puts } = setup([answer, { result: 'saved', etag: '"3"', at: 2 }])
    saver.edit(version(1))
    void saver.keep()
    expect(kept).toEqual([{ document: version(1), etag: '"1"' }])
    void saver.flush()
    kept.splice(0)
    void saver.keep()
    expect(kept).toEqual([{ document: version(1), etag: '"1"' }])
    finish({ result: 'saved', etag: '"2"', at: 1 })
    await pass(0)
    const before = puts()
    await saver.keep()
    await pass(60_000)
    expect([kept, puts()]).toEqual([[], before])
  })

  it('keeps what was typed during a save on the revision that the save made', async () => {
    const [first, second] = [later(), later()]
    const { saver, kept, pass } = setup([first.answer, second.answer])
    saver.edit(version(1))
    void saver.flush()
    saver.edit(version(2))
    first.finish({ result: 'saved', etag: '"2"', at: 1 })
    await pass(0)
    expect(kept).toEqual([{ document: version(2), etag: '"2"' }])
  })

  it('takes a sending that breaks for one that did not arrive, and goes on', async () => {
    const { saver, sent, kept, pass, states } = setup([new SyntaxError('<html>'), { result: 'saved', etag: '"2"', at: 1 }])
    saver.edit(version(1))
    await pass(600)
    expect([states.at(-1), kept.length]).toEqual(['offline', 1])
    await pass(1_000)
    expect([states.at(-1), sent.length, saver.dirty]).toEqual(['saved', 2, false])
  })

  it('has no conflict with itself when an answer was lost', async () => {
    const { saver, states, pass, kept } = setup([{ result: 'unreachable' }, { result: 'conflict', theirs: { n: 1, edges: [], nodes: [] }, etag: '"2"' }])
    saver.edit(version(1))
    await pass(600)
    await pass(1_000)
    expect([states.at(-1), saver.revision, kept]).toEqual(['saved', '"2"', []])
  })

  it('is over when it is stopped: what is on its way ends, nothing is tried again', async () => {
    const { answer, finish } = later()
    const { saver, sent, kept, pass, waits } = setup([answer])
    saver.edit(version(1))
    void saver.flush()
    saver.stop()
    expect(kept).toEqual([{ document: version(1), etag: '"1"' }])
    finish({ result: 'unreachable' })
    await pass(0)
    saver.edit(version(2))
    await pass(60_000)
    expect([sent.length, waits()]).toEqual([1, 0])
    expect(kept).toEqual([{ document: version(1), etag: '"1"' }])
  })

  it('leaves no timer behind when it is stopped after an edit that met a failing save', async () => {
    const { answer, finish } = later()
    const { saver, sent, pass, waits } = setup([answer])
    saver.edit(version(1))
    void saver.flush()
    saver.edit(version(2))
    finish({ result: 'unreachable' })
    await pass(0)
    saver.stop()
    await pass(60_000)
    expect([sent.length, waits()]).toEqual([1, 0])
  })

  it.each<Saved>([
    { result: 'unreachable' },
    { result: 'conflict', theirs: version(9), etag: '"7"' },
    { result: 'saved', etag: '"2"', at: 1 },
  ])('leaves alone what the next one keeps once it is stopped, whatever it hears ($result)', async (heard) => {
    const { answer, finish } = later()
    const { saver, kept, pass } = setup([answer])
    saver.edit(version(1))
    void saver.flush()
    saver.stop()
    const next = { document: version(5), etag: '"6"' }
    kept.splice(0, 1, next)
    finish(heard)
    await pass(60_000)
    expect(kept).toEqual([next])
  })

  it('takes away what it kept when its last sending arrives after it is stopped', async () => {
    const { answer, finish } = later()
    const { saver, kept, pass } = setup([answer])
    saver.edit(version(1))
    void saver.flush()
    saver.stop()
    finish({ result: 'saved', etag: '"2"', at: 1 })
    await pass(0)
    expect(kept).toEqual([])
  })
})
