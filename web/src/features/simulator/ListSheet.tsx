import { IconX } from '@tabler/icons-react'
import { useEffect, useId, useRef, useState } from 'react'
import { useWords } from '~/i18n'
import type { ChatList } from './chat'
import css from './ListSheet.module.css'

interface ListSheetProps {
  list: ChatList
  onClose: () => void
  onChoose: (id: string, title: string) => void
}

/** The menu that slides up inside the phone. */
export function ListSheet({ list, onClose, onChoose }: ListSheetProps) {
  const words = useWords()
  const name = useId()
  const form = useRef<HTMLFormElement>(null)
  const [chosen, setChosen] = useState<{ id: string; title: string } | null>(null)

  useEffect(() => {
    const before = document.activeElement
    form.current?.querySelector<HTMLInputElement>('input')?.focus()
    return () => (before instanceof HTMLElement ? before.focus() : undefined)
  }, [])

  return (
    <div className={css.cover} onClick={(event) => event.target === event.currentTarget && onClose()}>
      <div role="dialog" aria-modal="true" aria-label={list.button} className={css.dialog}>
        <form
          ref={form}
          className={css.sheet}
          onKeyDown={(event) => event.key === 'Escape' && onClose()}
          onSubmit={(event) => {
            event.preventDefault()
            if (chosen) onChoose(chosen.id, chosen.title)
          }}
        >
          <header className={css.head}>
            <button type="button" aria-label={words.phone.cancel} onClick={onClose}>
              <IconX size={18} aria-hidden />
            </button>
            <h3>{list.button}</h3>
          </header>
          <div className={css.rows}>
            {list.sections.map((section, index) => (
              <fieldset key={index}>
                <legend className={section.title ? css.title : 'sr-only'}>{section.title ?? list.button}</legend>
                {section.rows.map((row) => (
                  <label key={row.id} className={css.row} data-testid="phone-choice" data-choice={row.id}>
                    <span>
                      <span className={css.name}>{row.title}</span>
                      {row.description && <span className={css.more}>{row.description}</span>}
                    </span>
                    <input type="radio" name={name} value={row.id} onChange={() => setChosen({ id: row.id, title: row.title })} />
                  </label>
                ))}
              </fieldset>
            ))}
          </div>
          <button type="submit" className={css.send} data-testid="phone-list-send" disabled={!chosen}>
            {words.phone.sendChoice}
          </button>
        </form>
      </div>
    </div>
  )
}
