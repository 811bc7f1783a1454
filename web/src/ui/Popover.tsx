import { Popover as Base } from '@mantine/core'
import type { ReactElement, ReactNode } from 'react'
import css from './ui.module.css'

interface PopoverProps {
  opened: boolean
  onClose: () => void
  target: ReactElement
  children: ReactNode
  label: string
  width?: number
}

/** A small form over the page; Escape and a click outside close it. */
export function Popover({ opened, onClose, target, children, label, width = 280 }: PopoverProps) {
  return (
    <Base
      opened={opened}
      onChange={(open) => !open && onClose()}
      width={width}
      position="bottom"
      offset={8}
      trapFocus
      returnFocus
      transitionProps={{ duration: 120 }}
      classNames={{ dropdown: css.dropdown }}
    >
      <Base.Target>{target}</Base.Target>
      <Base.Dropdown aria-label={label}>{children}</Base.Dropdown>
    </Base>
  )
}
