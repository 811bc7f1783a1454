import { type ReactElement, type ReactNode, useEffect, useState } from 'react'
import { later } from './later'
import { Optional } from './Optional'

export interface PopoverProps {
  opened: boolean
  onClose: () => void
  target: ReactElement
  children: ReactNode
  label: string
  width?: number
}

const PopoverBase = later(() => import('./PopoverBase'))

/** A small form over the page; Escape and a click outside close it. */
export function Popover(props: PopoverProps) {
  const [wanted, setWanted] = useState(false)
  useEffect(() => {
    if (props.opened) setWanted(true)
  }, [props.opened])
  if (!wanted) return props.target
  const missing = () => {
    setWanted(false)
    props.onClose()
  }
  return (
    <Optional instead={props.target} onMissing={missing}>
      <PopoverBase {...props} />
    </Optional>
  )
}
