import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useFocusBack } from '~/ui'
import { useTalkWords } from '../talk'
import { groups } from './emoji'
import css from './EmojiPicker.module.css'

interface EmojiPickerProps {
  onPick: (emoji: string) => void
  onClose: () => void
}

const columns = 8

/** A grid of emoji; arrows go about in it, Escape leaves it. */
export default function EmojiPicker({ onPick, onClose }: EmojiPickerProps) {
  const talk = useTalkWords()
  const box = useRef<HTMLDivElement>(null)
  useFocusBack(box)

  useEffect(() => {
    box.current?.querySelector('button')?.focus()
    const away = (event: PointerEvent) => {
      if (!box.current?.parentElement?.contains(event.target as Node)) onClose()
    }
    document.addEventListener('pointerdown', away)
    return () => document.removeEventListener('pointerdown', away)
  }, [onClose])

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key]
    if (event.key === 'Escape') onClose()
    else if (step) {
      const all = [...event.currentTarget.querySelectorAll('button')]
      const at = all.indexOf(document.activeElement as HTMLButtonElement)
      all[Math.min(all.length - 1, Math.max(0, at + step))]?.focus()
    } else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div ref={box} className={css.picker} role="dialog" aria-label={talk.emoji.label} data-testid="emoji-picker" onKeyDown={onKeyDown}>
      {groups.map(({ group, all }) => (
        <section key={group} aria-label={talk.emoji.groups[group]}>
          <h3 className={css.title}>{talk.emoji.groups[group]}</h3>
          <div className={css.grid}>
            {all.map((each) => (
              <button key={each} type="button" className={css.emoji} onClick={() => onPick(each)}>
                {each}
              </button>
            ))}
          </div>
        </section>
      ))}
    </div>
  )
}
