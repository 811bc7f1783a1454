import { Menu } from '@mantine/core'
import { cloneElement, useEffect, useRef, useState } from 'react'
import './overlays.css'
import type { MenuProps } from './Menu'
import css from './ui.module.css'

/** The menu as it is opened for the first time, and from then on. */
export default function MenuBase({ target, entries, side = 'bottom-start', width = 208 }: MenuProps) {
  const button = useRef<HTMLButtonElement>(null)
  const [opened, setOpened] = useState(false)

  // This menu took the place of a button that had the focus: it takes that too, so that closing can give it back.
  useEffect(() => {
    button.current?.focus()
    setOpened(true)
  }, [])

  return (
    <Menu
      opened={opened}
      onChange={setOpened}
      withInitialFocusPlaceholder={false}
      position={side}
      width={width}
      offset={6}
      transitionProps={{ duration: 120 }}
      classNames={{ dropdown: css.dropdown, item: css.menuItem, label: css.menuLabel }}
    >
      <Menu.Target>{cloneElement(target, { ref: button })}</Menu.Target>
      <Menu.Dropdown>
        {entries.map((entry) =>
          entry.type === 'note' ? (
            <Menu.Label key={entry.label}>
              <span className={css.menuNote}>{entry.label}</span>
              {entry.hint}
            </Menu.Label>
          ) : entry.type === 'line' ? (
            entry.label ? (
              <Menu.Label key={`line ${entry.label}`}>{entry.label}</Menu.Label>
            ) : (
              <div key="line" role="separator" className={css.menuLine} />
            )
          ) : entry.type === 'item' ? (
            <Menu.Item
              key={entry.label}
              leftSection={entry.icon}
              rightSection={entry.hint && <span className={css.menuHint}>{entry.hint}</span>}
              disabled={entry.disabled}
              data-on={entry.on || undefined}
              data-testid={entry.testId}
              aria-current={entry.on || undefined}
              onClick={() => {
                // the focus goes back first: a dialog that is opened gives it back there
                button.current?.focus()
                entry.onSelect()
              }}
            >
              {entry.label}
            </Menu.Item>
          ) : (
            <Menu.RadioGroup key={entry.label} value={entry.value} onChange={entry.onChoose}>
              <Menu.Label>{entry.label}</Menu.Label>
              {entry.options.map((option) => (
                <Menu.RadioItem
                  key={option.value}
                  value={option.value}
                  lang={option.lang}
                  rightSection={option.icon}
                  closeMenuOnClick
                >
                  {option.label}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          ),
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
