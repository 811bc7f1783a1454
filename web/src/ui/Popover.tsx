import { lazy, type ReactElement, type ReactNode, Suspense, useEffect, useState } from 'react'

export interface PopoverProps {
  opened: boolean
  onClose: () => void
  target: ReactElement
  children: ReactNode
  label: string
  width?: number
}

const PopoverBase = lazy(() => import('./PopoverBase'))

/** A small form over the page; Escape and a click outside close it. */
export function Popover(props: PopoverProps) {
  const [wanted, setWanted] = useState(false)
  useEffect(() => {
    if (props.opened) setWanted(true)
  }, [props.opened])
  if (!wanted) return props.target
  return (
    <Suspense fallback={props.target}>
      <PopoverBase {...props} />
    </Suspense>
  )
}
