import { Tooltip } from '@mantine/core'
import type { ReactElement } from 'react'
import css from './ui.module.css'

interface TipProps {
  label: string
  children: ReactElement
  side?: 'top' | 'right' | 'bottom' | 'left'
}

/** A short hint on hover and on keyboard focus. */
export function Tip({ label, children, side = 'bottom' }: TipProps) {
  return (
    <Tooltip
      label={label}
      position={side}
      openDelay={350}
      events={{ hover: true, focus: true, touch: false }}
      classNames={{ tooltip: css.tooltip }}
    >
      {children}
    </Tooltip>
  )
}
