import { Fragment } from 'react'
import css from './Keys.module.css'

const mac = /Mac|iPhone|iPad/.test(navigator.platform)
const names: Record<string, string> = { Ctrl: mac ? '⌘' : 'Ctrl', Escape: 'Esc', ArrowDown: '↓', ArrowUp: '↑', Enter: '↵' }

/** A shortcut as keys: `Ctrl+K`, or `G I` for one after the other. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span className={css.keys}>
      {keys.split(' ').filter(Boolean).map((chord, index) => (
        <Fragment key={index}>
          {chord.split(/(?<=.)\+/).map((key) => (
            <kbd key={key}>{names[key] ?? key}</kbd>
          ))}
        </Fragment>
      ))}
    </span>
  )
}
