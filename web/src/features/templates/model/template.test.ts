import { describe, expect, it } from 'vitest'
import { flawsOf } from './checks'
import { empty, isNamed, samplesNeeded, type TemplateForm, toComponents } from './form'
import { readTemplate } from './read'
import { fill, lengthOf, nextVariable, variablesIn } from './variables'

const form = (change: Partial<TemplateForm> = {}): TemplateForm => ({ ...empty, name: 'order_sent', body: 'Hello, your order is on its way.', ...change })
const kinds = (change: Partial<TemplateForm>) => flawsOf(form(change)).map(({ at, kind }) => `${at} ${kind}`)

describe('variables', () => {
  it('are found once each, in order', () => {
    expect(variablesIn('Hi {{ name }}, {{order}} and {{name}}')).toEqual(['name', 'order'])
  })

  it('are filled where there is a value', () => {
    expect(fill('Hi {{1}}, {{2}}', (name) => ({ 1: 'Ana' })[name])).toBe('Hi Ana, {{2}}')
  })

  it('get the next number or a name', () => {
    expect(nextVariable('{{1}} {{2}}', false)).toBe('3')
    expect(nextVariable('{{value_1}}', true)).toBe('value_2')
  })

  it('letters are counted as people do', () => {
    expect(lengthOf('👍🏽a')).toBe(3)
  })
})

describe('a form', () => {
  const whole = form({
    category: 'UTILITY',
    header: { kind: 'text', text: 'Order {{1}}', handle: '', fileName: '' },
    body: 'Hello {{1}}, your order {{2}} is on its way to you.',
    footer: 'Clínica Sur',
    buttons: [
      { kind: 'QUICK_REPLY', text: 'Thanks', target: '' },
      { kind: 'URL', text: 'Track', target: 'https://x.example/t/{{1}}' },
      { kind: 'PHONE_NUMBER', text: 'Call', target: '+5491140000000' },
      { kind: 'COPY_CODE', text: '', target: 'SAVE10' },
    ],
    samples: { 'header.1': '86', 1: 'Ana', 2: '86', 'button.1.1': 'abc' },
  })

  it('becomes what Meta wants, with its examples', () => {
    expect(flawsOf(whole)).toEqual([])
    expect(toComponents(whole)).toEqual([
      { type: 'HEADER', format: 'TEXT', text: 'Order {{1}}', example: { header_text: ['86'] } },
      { type: 'BODY', text: whole.body, example: { body_text: [['Ana', '86']] } },
      { type: 'FOOTER', text: 'Clínica Sur' },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'Thanks' },
          { type: 'URL', text: 'Track', url: 'https://x.example/t/{{1}}', example: ['https://x.example/t/abc'] },
          { type: 'PHONE_NUMBER', text: 'Call', phone_number: '+5491140000000' },
          { type: 'COPY_CODE', example: 'SAVE10' },
        ],
      },
    ])
  })

  it('is the same again when it is read back', () => {
    expect(readTemplate({ ...whole, components: toComponents(whole) })).toEqual({ ...whole, code: { ...whole.code, minutes: null, warn: false } })
  })

  it('names its examples where variables have names', () => {
    const named = form({ body: 'Hello {{first_name}}, your order is here.', samples: { first_name: 'Ana' } })
    expect(isNamed(named)).toBe(true)
    expect(toComponents(named)).toEqual([{ type: 'BODY', text: named.body, example: { body_text_named_params: [{ param_name: 'first_name', example: 'Ana' }] } }])
    expect(readTemplate({ ...named, components: toComponents(named) })?.samples).toEqual({ first_name: 'Ana' })
  })

  it('of one-time codes has no words of its own', () => {
    const code = form({ category: 'AUTHENTICATION', body: '', code: { warn: true, minutes: 5, button: 'Copy' } })
    expect(flawsOf(code)).toEqual([])
    expect(toComponents(code)).toEqual([
      { type: 'BODY', add_security_recommendation: true },
      { type: 'FOOTER', code_expiration_minutes: 5 },
      { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE', text: 'Copy' }] },
    ])
  })

  it('is not read from a template with parts that it does not know', () => {
    expect(readTemplate({ ...whole, components: [{ type: 'BODY', text: 'x' }, { type: 'CAROUSEL', cards: [] }] })).toBeNull()
  })

  it('asks for an example of everything that changes', () => {
    expect(samplesNeeded(whole)).toEqual(['header.1', '1', '2', 'button.1.1'])
  })
})

describe('a flaw is seen before Meta sees it', () => {
  it.each([
    [{ name: 'Order Sent' }, 'name nameSigns'],
    [{ body: '' }, 'body needed'],
    [{ body: 'x'.repeat(1025) }, 'body tooLong'],
    [{ body: '{{1}}, your order is on its way', samples: { 1: 'Ana' } }, 'body edge'],
    [{ body: 'Your order is on its way, {{1}} ', samples: { 1: 'Ana' } }, 'body edge'],
    [{ body: 'Hello {{1}} {{2}}, your order is on its way', samples: { 1: 'a', 2: 'b' } }, 'body touching'],
    [{ body: 'Hi {{1}}, {{2}}.', samples: { 1: 'a', 2: 'b' } }, 'body ratio'],
    [{ body: 'Hello {{2}}, your order is on its way', samples: { 2: 'a' } }, 'body numbering'],
    [{ body: 'Hello {{First name}}, your order is on its way', samples: { 'First name': 'a' } }, 'body variableName'],
    [{ body: 'Hello {{1}}, your order is on its way' }, 'sample.1 sample'],
    [{ body: 'Hello {{1}}, your order is on its way', samples: { 1: 'a\nb' } }, 'sample.1 sampleSigns'],
    [{ footer: 'x'.repeat(61) }, 'footer tooLong'],
    [{ footer: '{{1}}' }, 'footer noVariables'],
    [{ header: { kind: 'image' as const, text: '', handle: '', fileName: '' } }, 'header file'],
    [{ header: { kind: 'text' as const, text: '{{1}} {{2}}', handle: '', fileName: '' }, samples: { 'header.1': 'a', 'header.2': 'b' } }, 'header oneVariable'],
    [{ buttons: [{ kind: 'URL' as const, text: 'x', target: 'nowhere' }] }, 'button.0.target url'],
    [{ buttons: [{ kind: 'URL' as const, text: 'x', target: 'https://x.example/{{1}}/y' }], samples: { 'button.0.1': 'a' } }, 'button.0.target urlEnd'],
    [{ buttons: [{ kind: 'PHONE_NUMBER' as const, text: 'x', target: 'call' }] }, 'button.0.target phone'],
    [{ buttons: [1, 2].map(() => ({ kind: 'COPY_CODE' as const, text: '', target: 'a' })) }, 'buttons tooMany'],
    [{ buttons: ['Yes', 'yes'].map((text) => ({ kind: 'QUICK_REPLY' as const, text, target: '' })) }, 'button.1 twice'],
    [{ category: 'AUTHENTICATION' as const, code: { warn: true, minutes: 91, button: 'x' } }, 'code.minutes minutes'],
  ])('%j', (change, flaw) => {
    expect(kinds(change)).toEqual([flaw])
  })
})
