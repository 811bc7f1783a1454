import { keep, kept } from '~/storage'

const passing = /^\/($|home|\?)/

/** Remembers the screen, so that the next visit begins there. */
export function keepPlace(address: string) {
  if (!passing.test(address)) keep('place', address)
}

/** Where this browser was last; the inbox at first. */
export function keptPlace(): string {
  const place = kept('place')
  return place !== null && /^\/(?![/\\])/.test(place) && !passing.test(place) ? place : '/inbox'
}
