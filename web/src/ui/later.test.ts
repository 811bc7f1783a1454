import { createElement } from 'react'
import { prerender } from 'react-dom/static'
import { expect, it, vi } from 'vitest'
import { later } from './later'
import { Optional } from './Optional'

const Greeting = ({ name }: { name: string }) => `Hello ${name}`

async function drawn(Part: ReturnType<typeof later<typeof Greeting>>) {
  const { prelude } = await prerender(createElement(Part, { name: 'Ana' }), { onError: () => {} })
  return new Response(prelude).text()
}

it('draws what was fetched, and fetches it once', async () => {
  const load = vi.fn().mockResolvedValue({ default: Greeting })
  const Part = later<typeof Greeting>(load)
  expect(await drawn(Part)).toBe('Hello Ana')
  expect(await drawn(Part)).toBe('Hello Ana')
  expect(load).toHaveBeenCalledOnce()
})

it('asks again for what could not be fetched, once the failure was shown and what was to open is closed', async () => {
  const load = vi.fn().mockRejectedValueOnce(new Error('404')).mockResolvedValue({ default: Greeting })
  const Part = later<typeof Greeting>(load)
  const failure = await drawn(Part).catch((cause: unknown) => cause)
  await expect(drawn(Part)).rejects.toBe(failure)
  expect(load).toHaveBeenCalledOnce()

  const onMissing = vi.fn()
  new Optional({ children: null, onMissing }).componentDidCatch(failure)
  expect(onMissing).toHaveBeenCalledOnce()
  expect(await drawn(Part)).toBe('Hello Ana')
})

it('leaves in place what stands instead of a part that is missing', () => {
  const optional = new Optional({ children: 'the part', instead: 'its button' })
  optional.state = Optional.getDerivedStateFromError()
  expect(optional.render()).toBe('its button')
})
