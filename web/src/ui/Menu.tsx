import { Menu as Base } from '@mantine/core'
import type { ReactElement, ReactNode } from 'react'
import css from './ui.module.css'

interface MenuProps {
  target: ReactElement
  children: ReactNode
  side?: 'bottom-start' | 'bottom-end' | 'top-start' | 'right-end'
  width?: number
}

export function Menu({ target, children, side = 'bottom-start', width = 208 }: MenuProps) {
  return (
    <Base
      position={side}
      width={width}
      offset={6}
      transitionProps={{ duration: 120 }}
      classNames={{ dropdown: css.dropdown, item: css.menuItem, label: css.menuLabel }}
    >
      <Base.Target>{target}</Base.Target>
      <Base.Dropdown>{children}</Base.Dropdown>
    </Base>
  )
}

export const MenuLabel = Base.Label
export const MenuItem = Base.Item
