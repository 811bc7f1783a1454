import { useSyncExternalStore } from 'react'

let missing = false
const listeners = new Set<() => void>()

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Tells whether something that was wanted on this page could not be had. */
export function tellMissing(is: boolean) {
  if (is === missing) return
  missing = is
  listeners.forEach((listener) => listener())
}

export const useMissing = () => useSyncExternalStore(subscribe, () => missing)
