import { expect, it } from 'vitest'
import { checkFile, codePoints } from './limits'

it('counts what Meta counts: an emoji is one', () => {
  expect(codePoints('hi 👋')).toBe(4)
})

it('takes a photo of five megabytes and no byte more', () => {
  expect(checkFile({ type: 'image/jpeg', size: 5 * 1024 * 1024 })).toMatchObject({ fit: true, kind: 'image' })
  expect(checkFile({ type: 'image/jpeg', size: 5 * 1024 * 1024 + 1 })).toEqual({ fit: false, why: 'size', kind: 'image', most: 5 * 1024 * 1024 })
})

it('reads a type with a codec behind it', () => {
  expect(checkFile({ type: 'audio/ogg; codecs=opus', size: 9 })).toEqual({ fit: true, kind: 'audio', type: 'audio/ogg' })
})

it('refuses what WhatsApp does not take, and nothing', () => {
  expect(checkFile({ type: 'application/zip', size: 9 })).toEqual({ fit: false, why: 'type' })
  expect(checkFile({ type: '', size: 9 })).toEqual({ fit: false, why: 'type' })
  expect(checkFile({ type: 'text/plain', size: 0 })).toEqual({ fit: false, why: 'empty' })
})
