import { expect, it } from 'vitest'
import { splitMentions, stillNamed } from './mentions'

it('finds the longer of two names that begin alike, and no name inside a word', () => {
  const parts = splitMentions('@Ana María and @Ana, not @Anabel', ['Ana', 'Ana María'])
  expect(parts.filter((part) => part.mention).map((part) => part.text)).toEqual(['@Ana María', '@Ana'])
  expect(parts.map((part) => part.text).join('')).toBe('@Ana María and @Ana, not @Anabel')
})

it('takes a name with marks of its own as it is', () => {
  expect(splitMentions('ask @J. (Ops)', ['J. (Ops)']).at(-1)).toEqual({ text: '@J. (Ops)', mention: true })
})

it('names only who is still in the text, each once', () => {
  const ana = { name: 'Ana', userId: '1' }
  const luis = { name: 'Luis', userId: '2' }
  expect(stillNamed('for @Luis', [ana, luis, luis])).toEqual([luis])
})
