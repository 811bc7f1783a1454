import { describe, expect, it } from 'vitest'
import { type Box, broken, drawing, fileName } from './picture'

const box = (id: string, more: Partial<Box> = {}): Box => ({ id, x: 0, y: 0, width: 260, height: 140, name: id, text: '', ways: [], tone: '#000', ...more })

describe('the picture of a flow', () => {
  it('holds every box and cable, within its edges', () => {
    const { svg, width, height } = drawing([box('a', { ways: [{ handle: 'yes', label: 'Yes' }] }), box('b', { x: 900, y: -300 })], [{ source: 'a', handle: 'yes', target: 'b' }, { source: 'a', handle: 'no', target: 'gone' }])
    expect(svg.match(/<rect/g)).toHaveLength(5)
    expect(svg.match(/marker-end/g)).toHaveLength(1)
    expect([width, height]).toEqual([900 + 260 + 80, 300 + 140 + 80])
  })

  it('is XML whatever is written in it', () => {
    const { svg } = drawing([box('a', { name: '<b>&"\u0001', text: 'a < b && c\n💚 ' + 'x'.repeat(200) })], [])
    expect(svg).not.toContain('<b>')
    expect(svg).not.toContain('\u0001')
    expect(svg).toContain('💚')
  })

  it('breaks words into lines and says when there is more', () => {
    expect(broken('one two', 3)).toEqual(['one two'])
    expect(broken('x'.repeat(100), 2)).toHaveLength(2)
    expect(broken('x'.repeat(100), 2)[1]).toMatch(/…$/)
  })

  it('has a name that every system takes', () => {
    expect(fileName('¡Turnos & más!')).toBe('turnos-mas')
    expect(fileName('???')).toBe('flow')
  })
})
