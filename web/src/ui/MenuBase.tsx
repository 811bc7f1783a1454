import { Menu } from '@mantine/core'
import './overlays.css'
import type { MenuProps } from './Menu'
import css from './ui.module.css'

/** The menu as it is opened for the first time, and from then on. */
export default function MenuBase({ target, entries, side = 'bottom-start', width = 208 }: MenuProps) {
  return (
    <Menu
      defaultOpened
      position={side}
      width={width}
      offset={6}
      transitionProps={{ duration: 120 }}
      classNames={{ dropdown: css.dropdown, item: css.menuItem, label: css.menuLabel }}
    >
      <Menu.Target>{target}</Menu.Target>
      <Menu.Dropdown>
        {entries.map((entry) =>
          entry.type === 'label' ? (
            <Menu.Label key={entry.label}>{entry.label}</Menu.Label>
          ) : (
            <Menu.Item
              key={entry.label}
              lang={entry.lang}
              leftSection={entry.icon}
              {...(entry.checked === undefined ? {} : { role: 'menuitemradio', 'aria-checked': entry.checked })}
              onClick={entry.onSelect}
            >
              {entry.label}
            </Menu.Item>
          ),
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
