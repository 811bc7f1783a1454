import { expect, it } from 'vitest'
import { emptyDraft, isEmpty, readDraft, whichDraft } from './draft'

it('reads what it has kept, also the bare text of older versions', () => {
  expect(readDraft(JSON.stringify({ text: 'hi', replyTo: 'w', note: true, unsaved: true }))).toEqual({ text: 'hi', replyTo: 'w', note: true, unsaved: true })
  expect(readDraft('half a thought')).toEqual({ text: 'half a thought', replyTo: null, note: false, unsaved: true })
  expect(readDraft('12')?.text).toBe('12')
  expect(readDraft(null)).toBeNull()
})

it('takes the server’s, unless this browser has something that never got there', () => {
  const there = { text: 'from the other desk', replyTo: null, note: false }
  expect(whichDraft({ ...emptyDraft, text: 'mine', unsaved: true }, there).text).toBe('mine')
  expect(whichDraft({ ...emptyDraft, text: 'mine', unsaved: false }, there)).toBe(there)
  expect(whichDraft({ ...emptyDraft, text: 'mine', unsaved: false }, null)).toBe(emptyDraft)
})

it('is empty without words and without a quote', () => {
  expect(isEmpty({ text: ' \n', replyTo: null, note: true })).toBe(true)
  expect(isEmpty({ text: '', replyTo: 'w', note: false })).toBe(false)
})
