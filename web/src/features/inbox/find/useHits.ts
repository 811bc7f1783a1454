import { useCallback, useEffect, useRef, useState } from 'react'
import { api, ask } from '~/api/client'
import { useWorkspace } from '~/app/session'
import { foundNow, foundOlder, type Hits, termsOf } from '~/model/find'

const patience = 150
const inAPage = 50

/** What the server finds of a query in the whole conversation; asked again when the conversation goes on. */
export function useHits(id: number, query: string, newest: number) {
  const { id: ws } = useWorkspace()
  const [hits, setHits] = useState<Hits | null>(null)
  const [failed, setFailed] = useState(false)
  const [tries, setTries] = useState(0)
  const asked = query.trim()
  const wanted = ws !== '' && termsOf(asked).length > 0

  const page = useCallback(
    (before?: number, signal?: AbortSignal) =>
      ask(api.GET('/api/v1/workspaces/{ws}/conversations/{id}/messages/search', { signal, params: { path: { ws, id }, query: { query: asked, before, limit: inAPage } } })),
    [ws, id, asked],
  )

  useEffect(() => {
    if (!wanted) {
      setHits(null)
      return setFailed(false)
    }
    const gone = new AbortController()
    const timer = setTimeout(() => {
      page(undefined, gone.signal).then(
        (found) => {
          if (gone.signal.aborted) return
          setHits((now) => foundNow(now, asked, found))
          setFailed(false)
        },
        () => gone.signal.aborted || setFailed(true),
      )
    }, patience)
    return () => {
      clearTimeout(timer)
      gone.abort()
    }
  }, [wanted, asked, page, newest, tries])

  const fetching = useRef(false)
  const older = useCallback(async () => {
    if (!hits?.next || fetching.current) return null
    fetching.current = true
    const more = await page(Number(hits.next)).catch(() => null)
    fetching.current = false
    if (!more) return null
    const next = foundOlder(hits, more)
    setHits((now) => (now?.query === hits.query ? next : now))
    return next
  }, [hits, page])

  const current = hits?.query === asked ? hits : null
  return { hits: current, asking: wanted && !current && !failed, failed: wanted && failed && !current, retry: () => setTries(tries + 1), older }
}
