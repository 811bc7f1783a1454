import { type RefObject, useCallback, useMemo, useRef, useState } from 'react'

/** Conversations that were selected, to do the same with all of them. */
export interface Marks {
  all: ReadonlySet<number>
  /** Selects one, or lets go of it; with `range` all from the last one to it. */
  mark: (id: number, range: boolean) => void
  put: (ids: readonly number[]) => void
  clear: () => void
}

const none: ReadonlySet<number> = new Set()

export function useMarks(order: RefObject<readonly number[]>): Marks {
  const [all, setAll] = useState(none)
  const last = useRef<number | null>(null)
  const mark = useCallback(
    (id: number, range: boolean) => {
      const from = range && last.current !== null ? order.current.indexOf(last.current) : -1
      const to = order.current.indexOf(id)
      last.current = id
      setAll((now) => {
        const next = new Set(now)
        if (from !== -1 && to !== -1) order.current.slice(Math.min(from, to), Math.max(from, to) + 1).forEach((each) => next.add(each))
        else if (!next.delete(id)) next.add(id)
        return next
      })
    },
    [order],
  )
  const put = useCallback((ids: readonly number[]) => setAll(new Set(ids)), [])
  const clear = useCallback(() => {
    last.current = null
    setAll(none)
  }, [])
  return useMemo(() => ({ all, mark, put, clear }), [all, mark, put, clear])
}
