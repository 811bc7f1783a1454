import { type RefObject, useLayoutEffect } from 'react'

/** What opens in the page and takes the focus gives it back when it goes. Who is elsewhere by then stays there. */
export function useFocusBack(box: RefObject<HTMLElement | null>) {
  useLayoutEffect(() => {
    const inside = box.current
    const before = document.activeElement as HTMLElement | null
    return () => {
      // a button that is hidden meanwhile cannot have it: then what it stands in
      for (let to = before; to && inside?.contains(document.activeElement); to = to.parentElement) to.focus({ preventScroll: true })
    }
  }, [box])
}
