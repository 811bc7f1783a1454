import { describe, expect, it } from 'vitest'
import { fitted, isFitValue, isSendable, type Picture, type Template, templateContent } from './template'

const template = (change: Partial<Template>): Template => ({
  id: 't',
  connection: 'c',
  name: 'reminder',
  language: 'es_AR',
  category: 'UTILITY',
  comingCategory: null,
  status: 'APPROVED',
  reason: null,
  quality: null,
  parameterFormat: 'POSITIONAL',
  components: [] as never,
  variables: [],
  changedAt: '2026-11-20T12:00:00Z',
  ...change,
})
const picture: Picture = { headerFormat: null, header: 'Turno', body: 'Hola Ana', footer: 'Clínica', buttons: [], variables: [] }
const withParts = (...parts: object[]) => template({ components: parts as never })

describe('a template that a person sends', () => {
  it('puts numbered values in the order of their numbers', () => {
    const made = templateContent(template({ variables: ['2', '10', '1'] }), { 1: 'a', 2: 'b', 10: 'j' }, picture)
    expect(made.components).toEqual([{ type: 'body', parameters: ['a', 'b', 'j'].map((text) => ({ type: 'text', text })) }])
  })

  it('names them where the template does', () => {
    const made = templateContent(template({ parameterFormat: 'NAMED', variables: ['name'] }), { name: 'Ana' }, picture)
    expect(made.components).toEqual([{ type: 'body', parameters: [{ type: 'text', parameter_name: 'name', text: 'Ana' }] }])
  })

  it('fills the header, the body and the link of a button each for itself', () => {
    const made = templateContent(template({ variables: ['header.1', '1', 'button.1.1'] }), { 'header.1': 'h', 1: 'b', 'button.1.1': 'x/7' }, picture)
    expect(made.components).toEqual([
      { type: 'header', parameters: [{ type: 'text', text: 'h' }] },
      { type: 'body', parameters: [{ type: 'text', text: 'b' }] },
      { type: 'button', sub_type: 'url', index: '1', parameters: [{ type: 'text', text: 'x/7' }] },
    ])
  })

  it('carries a file in the header, and what people see as words', () => {
    const made = templateContent(withParts({ type: 'HEADER', format: 'DOCUMENT' }), {}, picture, { id: '9', name: 'a.pdf' })
    expect(made.components).toEqual([{ type: 'header', parameters: [{ type: 'document', document: { id: '9', filename: 'a.pdf' } }] }])
    expect(made.preview).toBe('*Turno*\nHola Ana\n_Clínica_')
  })

  it('leaves to flows what needs more than words', () => {
    expect(isSendable(withParts({ type: 'BODY', text: 'x' }, { type: 'BUTTONS', buttons: [{ type: 'URL' }, { type: 'QUICK_REPLY' }] }))).toBe(true)
    expect(isSendable(withParts({ type: 'BUTTONS', buttons: [{ type: 'COPY_CODE' }] }))).toBe(false)
    expect(isSendable(withParts({ type: 'HEADER', format: 'LOCATION' }))).toBe(false)
    expect(isSendable(withParts({ type: 'CAROUSEL' }))).toBe(false)
  })

  it('knows what Meta refuses in a value', () => {
    expect(['a', 'a    b'].every(isFitValue)).toBe(true)
    expect(['', ' ', 'a\nb', 'a\tb', 'a     b'].some(isFitValue)).toBe(false)
    expect(fitted(' a\n  b ')).toBe('a b')
  })
})
