import { IconSearch } from '@tabler/icons-react'
import { useEffect, useId, useRef, useState } from 'react'
import { StepIcon } from '../icons'
import { useFlowWords, useSay } from '../words'
import { useOffered } from './Palette'
import css from './Palette.module.css'
import { useEditor } from './store'

interface QuickAddProps {
  at: { x: number; y: number }
  onPick: (type: string) => void
  onClose: () => void
}

/** The palette where a cable was let go: type, arrows, Enter. */
export function QuickAdd({ at, onPick, onClose }: QuickAddProps) {
  const editor = useEditor()
  const words = useFlowWords()
  const say = useSay()
  const box = useRef<HTMLDivElement>(null)
  const id = useId()
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState(0)
  const groups = useOffered(editor.types, query)
  const offered = groups.flatMap((group) => group.types).filter((type) => !type.entry)

  useEffect(() => {
    const away = (event: PointerEvent) => !box.current?.contains(event.target as Element) && onClose()
    addEventListener('pointerdown', away, true)
    return () => removeEventListener('pointerdown', away, true)
  }, [onClose])
  useEffect(() => {
    document.getElementById(`${id}-${chosen}`)?.scrollIntoView({ block: 'nearest' })
  }, [chosen, id])

  return (
    <div
      ref={box}
      className={css.quick}
      role="dialog"
      aria-label={words.palette.here}
      data-testid="quick-add"
      style={{ left: Math.max(8, Math.min(at.x, innerWidth - 264)), top: Math.max(8, Math.min(at.y - 24, innerHeight - 396)) }}
    >
      <label className={css.search}>
        <IconSearch size={16} aria-hidden />
        <input
          type="search"
          autoFocus
          role="combobox"
          aria-expanded
          aria-controls={id}
          aria-activedescendant={`${id}-${chosen}`}
          aria-label={words.palette.search}
          placeholder={words.palette.search}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value)
            setChosen(0)
          }}
          onKeyDown={(event) => {
            event.stopPropagation()
            if (event.key === 'Escape') onClose()
            if (event.key === 'Enter' && offered[chosen]) {
              event.preventDefault()
              onPick(offered[chosen].type)
            }
            if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
              event.preventDefault()
              setChosen((chosen + (event.key === 'ArrowDown' ? 1 : offered.length - 1)) % Math.max(1, offered.length))
            }
          }}
        />
      </label>
      <div id={id} role="listbox" aria-label={words.palette.label} className={css.groups}>
        {offered.map((type, index) => (
          <div
            key={type.type}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === chosen}
            className={css.step}
            data-intent={type.intent}
            onPointerMove={() => setChosen(index)}
            onClick={() => onPick(type.type)}
          >
            <span className={css.icon}>
              <StepIcon name={type.icon} />
            </span>
            {say(type.label)}
          </div>
        ))}
        {offered.length === 0 && <p className={css.none}>{words.palette.none(query)}</p>}
      </div>
    </div>
  )
}
