import { describe, expect, it } from 'vitest'
import { complete, optionsOf, partsOf, resolve } from './form'

describe('a form', () => {
  it('fills what was written and what was sent into its words', () => {
    expect(resolve('Hi ${data.name}, ${form.age}', { age: 3 }, { name: 'Ana' })).toBe('Hi Ana, 3')
    expect(resolve({ a: ['${form.age}'] }, { age: 3 }, {})).toEqual({ a: [3] })
    expect(resolve('${form.nothing}', {}, {})).toBeUndefined()
  })

  it('puts what stands in a Form with the others', () => {
    const screen = { id: 'A', layout: { children: [{ type: 'TextBody' }, { type: 'Form', children: [{ type: 'TextInput' }] }] } }
    expect(partsOf(screen).map((part) => part.type)).toEqual(['TextBody', 'TextInput'])
  })

  it('takes options from the screen or from the data, and only whole ones', () => {
    const data = { days: [{ id: '1', title: 'Monday' }, { id: 2 }] }
    expect(optionsOf({ type: 'Dropdown', 'data-source': '${data.days}' }, {}, data)).toEqual([{ id: '1', title: 'Monday' }])
  })

  it('is complete when what is required is there', () => {
    const parts = [{ type: 'TextInput', name: 'age', required: true }, { type: 'OptIn', name: 'yes', required: true }]
    expect(complete(parts, { age: '3' })).toBe(false)
    expect(complete(parts, { age: '3', yes: true })).toBe(true)
  })
})
