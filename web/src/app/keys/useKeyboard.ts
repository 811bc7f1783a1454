import { useLayoutEffect } from 'react'
import { chordOf, isCharacter, Presses } from '~/model/keys'
import { isAwaited, lettersOn, shortcutsNow, typeAhead } from './board'

const takesText = 'input, textarea, select, [contenteditable]'

/** Listens once for every shortcut of whatever is on screen, from the moment it is drawn: a key pressed just then is not lost. */
export function useKeyboard() {
  useLayoutEffect(() => {
    const presses = new Presses()
    const onKey = (event: KeyboardEvent) => {
      if (isAwaited()) {
        if (event.key.length > 1 || event.ctrlKey || event.metaKey || event.altKey) return
        typeAhead(event.key)
        event.preventDefault()
        return event.stopPropagation()
      }
      const target = event.target instanceof Element ? event.target : document.body
      if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]') || target.closest('[role="menu"], [role="dialog"]')) return
      const chord = chordOf(event)
      const modified = chord.startsWith('ctrl+') || chord.startsWith('alt+')
      if (!modified && target.closest(takesText)) return
      if (isCharacter(chord) && !lettersOn()) return
      const { meant, waiting } = presses.take(chord, event.timeStamp, shortcutsNow().flatMap(({ shortcuts }) => shortcuts.filter(({ run }) => run)))
      const done = meant.some(({ run }) => run !== undefined && run(event) !== false)
      if (!done && !waiting) return
      event.preventDefault()
      event.stopPropagation()
    }
    // before the screens' own listeners: the second key of a pair is nobody else's
    document.addEventListener('keydown', onKey, true)
    return () => document.removeEventListener('keydown', onKey, true)
  }, [])
}
