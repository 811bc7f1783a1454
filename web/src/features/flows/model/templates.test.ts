import { describe, expect, it } from 'vitest'
import { parametersOf, type Template, valuesOf } from './templates'

const order: Template = { name: 'order', language: 'en', status: 'APPROVED', parameterFormat: 'POSITIONAL', variables: ['header.1', '1', '2', 'button.0.1'] }
const named: Template = { ...order, parameterFormat: 'NAMED', variables: ['customer', 'day'] }

describe('the values of a template', () => {
  it('are read by place and written back the same', () => {
    const given = [
      { component: 'body', type: 'text', value: '{{ name }}' },
      { component: 'header', type: 'text', value: 'Hello' },
      { component: 'body', type: 'text', value: '{{ day }}' },
      { component: 'button', subType: 'url', index: 0, type: 'text', value: 'x' },
    ]
    const values = valuesOf(order, given)
    expect([...values.values()]).toEqual(['Hello', '{{ name }}', '{{ day }}', 'x'])
    expect(valuesOf(order, parametersOf(order, values, given))).toEqual(values)
  })

  it('go by name where the template names them, whatever their order', () => {
    const values = valuesOf(named, [{ component: 'body', name: 'day', value: 'Monday' }, { component: 'body', name: 'customer', value: 'Ada' }])
    expect([...values]).toEqual([['customer', 'Ada'], ['day', 'Monday']])
    expect(parametersOf(named, values, null)[1]).toEqual({ component: 'body', type: 'text', name: 'day', value: 'Monday' })
  })

  it('leave a picture where it is, and are empty where nothing is given', () => {
    const picture = { component: 'header', type: 'image', value: 'https://example.com/a.png' }
    expect(parametersOf(named, valuesOf(named, [picture, 'Ada']), [picture, 'Ada'])).toEqual([
      picture,
      { component: 'body', type: 'text', name: 'customer', value: 'Ada' },
      { component: 'body', type: 'text', name: 'day', value: '' },
    ])
    expect(valuesOf(order, 'nonsense').get('2')).toBe('')
  })
})
