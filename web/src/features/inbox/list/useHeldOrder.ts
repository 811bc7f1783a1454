import { useCallback, useLayoutEffect, useReducer, useRef } from 'react'
import { holdOrder } from '~/model/order'

/** The order to show: the wanted one, or, while somebody points at the list, the one under the pointer. */
export function useHeldOrder(key: string, wanted: readonly number[], held: boolean) {
  const shown = useRef({ key, order: wanted })
  const [, redraw] = useReducer((n: number) => n + 1, 0)
  const holding = held && shown.current.key === key && shown.current.order.length > 0
  const result = holding ? holdOrder(shown.current.order, wanted) : { order: wanted, moved: 0 }

  useLayoutEffect(() => {
    shown.current = { key, order: result.order }
  })

  const release = useCallback(() => {
    shown.current = { key, order: [] }
    redraw()
  }, [key])

  return { ...result, release }
}
