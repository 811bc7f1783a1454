import { expect, it } from 'vitest'
import { whenLeaving } from './leaving'

it('tells that the page is hidden or left, and not that it is shown again', () => {
  const page = new EventTarget()
  const told: string[] = []
  let hidden = true
  const stay = whenLeaving(() => told.push(hidden ? 'hidden' : 'left'), page, () => hidden)
  page.dispatchEvent(new Event('visibilitychange'))
  hidden = false
  page.dispatchEvent(new Event('visibilitychange'))
  page.dispatchEvent(new Event('pagehide'))
  stay()
  page.dispatchEvent(new Event('pagehide'))
  expect(told).toEqual(['hidden', 'left'])
})
