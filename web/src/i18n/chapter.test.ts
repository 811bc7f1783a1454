import { expect, it, vi } from 'vitest'
import { NotFetched } from '~/notFetched'
import { fetchedWords } from './chapter'

it('asks again for words that could not be fetched, once their failure was shown', async () => {
  const en = vi.fn().mockRejectedValueOnce(new Error('404')).mockResolvedValue('Hello')
  const words = fetchedWords({ en, es: async () => 'Hola' })
  const failure = await words('en').catch((cause: unknown) => cause)
  expect(failure).toBeInstanceOf(NotFetched)
  expect(words('en')).toBe(words('en'))
  expect(en).toHaveBeenCalledOnce()

  ;(failure as NotFetched).forget()
  expect(await words('en')).toBe('Hello')
})
