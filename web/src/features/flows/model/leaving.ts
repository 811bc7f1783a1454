/** Tells when the page may be about to go: a browser on a phone only says that it is hidden, and a reload only that it is left. */
export function whenLeaving(act: () => void, page: EventTarget = window, hidden = () => document.hidden): () => void {
  const gone = new AbortController()
  page.addEventListener('pagehide', act, { signal: gone.signal })
  page.addEventListener('visibilitychange', () => hidden() && act(), { signal: gone.signal })
  return () => gone.abort()
}
