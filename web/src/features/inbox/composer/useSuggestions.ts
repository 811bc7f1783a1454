import { type KeyboardEvent, useState } from 'react'
import type { Trigger } from '~/model/trigger'

export interface Suggestion {
  id: string
  label: string
  detail?: string
}

interface Suggestions {
  trigger: Trigger | null
  options: readonly Suggestion[]
  onPick: (option: Suggestion) => void
}

/** A list over a text field, led by its keys: up and down choose, Enter and Tab take, Escape puts it away. */
export function useSuggestions({ trigger, options, onPick }: Suggestions) {
  const [away, setAway] = useState<number | null>(null)
  const [at, setAt] = useState({ query: '', index: 0 })
  const open = trigger !== null && away !== trigger.from
  // Another word looked for begins at the top again.
  const index = trigger && at.query === trigger.query ? Math.min(at.index, Math.max(0, options.length - 1)) : 0
  const active = open ? options[index] : undefined

  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (!open || !trigger || event.nativeEvent.isComposing) return false
    if (event.key === 'Escape') setAway(trigger.from)
    else if (options.length === 0) return false
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const step = event.key === 'ArrowDown' ? 1 : -1
      setAt({ query: trigger.query, index: (index + step + options.length) % options.length })
    } else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && active) onPick(active)
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }

  if (trigger === null && away !== null) setAway(null)
  return { open, active, onKeyDown }
}
