import { Popover } from '@mantine/core'
import './overlays.css'
import type { PopoverProps } from './Popover'
import css from './ui.module.css'

export default function PopoverBase({ opened, onClose, target, children, label, width = 280 }: PopoverProps) {
  return (
    <Popover
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
      <Popover.Target>{target}</Popover.Target>
      <Popover.Dropdown aria-label={label}>{children}</Popover.Dropdown>
    </Popover>
  )
}
