import { describe, expect, it } from 'vitest'
import { chordOf, isCharacter, pairWithin, Presses } from './keys'

const press = (key: string, more: Partial<KeyboardEvent> = {}) => chordOf({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more })

describe('a key', () => {
  it('is told with what is held beside it', () => {
    expect(press('K', { ctrlKey: true })).toBe('ctrl+k')
    expect(press('k', { metaKey: true })).toBe('ctrl+k')
    expect(press('E', { shiftKey: true })).toBe('shift+e')
    expect(press('Escape', { shiftKey: true })).toBe('shift+escape')
  })

  it('that is a sign is the sign, however the keyboard makes it', () => {
    expect(press('?', { shiftKey: true })).toBe('?')
    expect(press('/', { shiftKey: true })).toBe('/')
  })

  it('can be switched off when it is a character alone', () => {
    expect(['j', '?', 'ñ', '1'].every(isCharacter)).toBe(true)
    expect(['escape', 'ctrl+k', 'shift+e'].some(isCharacter)).toBe(false)
  })
})

describe('presses', () => {
  const shortcuts = [{ keys: 'G I' }, { keys: 'G F' }, { keys: 'I' }, { keys: 'Ctrl+K' }]

  it('of a pair mean the pair and not the second key', () => {
    const presses = new Presses()
    expect(presses.take('g', 0, shortcuts)).toEqual({ meant: [], waiting: true })
    expect(presses.take('i', 100, shortcuts)).toEqual({ meant: [{ keys: 'G I' }], waiting: false })
    expect(presses.take('i', 200, shortcuts)).toEqual({ meant: [{ keys: 'I' }], waiting: false })
  })

  it('are not a pair when the second comes late', () => {
    const presses = new Presses()
    presses.take('g', 0, shortcuts)
    expect(presses.take('i', pairWithin + 1, shortcuts).meant).toEqual([{ keys: 'I' }])
  })

  it('forget a first key that nothing followed up', () => {
    const presses = new Presses()
    presses.take('g', 0, shortcuts)
    expect(presses.take('x', 10, shortcuts)).toEqual({ meant: [], waiting: false })
    expect(presses.take('f', 20, shortcuts)).toEqual({ meant: [], waiting: false })
  })
})
