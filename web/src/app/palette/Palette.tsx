import { IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { Keys } from '~/ui'
import { takeTyped } from '../keys/board'
import { choose, type Offer, readWanted } from './match'
import css from './Palette.module.css'
import { useFound } from './useFound'
import { useCommands } from './useOffers'
import { usePaletteWords } from './words'

/** One field from which everything is reached. The field keeps the focus; the arrows choose. */
export function Palette({ onClose }: { onClose: () => void }) {
  const words = usePaletteWords()
  const id = useId()
  const box = useRef<HTMLDialogElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const wanted = useMemo(() => readWanted(typed), [typed])
  const commands = useCommands()
  const { offers, asking } = useFound(wanted)
  const shown = useDeferredValue(useMemo(() => choose([...commands, ...offers], wanted), [commands, offers, wanted]))
  const flat = shown.flatMap((section) => section.offers)
  const here = Math.min(at, flat.length - 1)
  const optionId = (index: number) => `${id}-${index}`

  useLayoutEffect(() => {
    if (!box.current || box.current.open) return
    box.current.showModal()
    setTyped(takeTyped())
  }, [])
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [here, shown])

  const take = (offer: Offer) => {
    // the focus goes back first, so that what is opened can take it
    box.current?.close()
    onClose()
    offer.run()
  }
  const press = (event: KeyboardEvent) => {
    event.stopPropagation()
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key]
    if (step !== undefined && flat.length > 0) {
      event.preventDefault()
      const next = Math.abs(step) === 1 ? (here + step + flat.length) % flat.length : Math.max(0, Math.min(flat.length - 1, here + step))
      return setAt(next)
    }
    if (event.key === 'Enter' && flat[here]) {
      event.preventDefault()
      return take(flat[here])
    }
    if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      box.current?.close()
    }
  }

  let index = -1
  return (
    <dialog ref={box} className={css.palette} aria-label={words.title} onClose={onClose} onKeyDown={press} onMouseDown={(event) => event.target === box.current && box.current.close()}>
      <div className={css.ask}>
        <IconSearch size={18} aria-hidden />
        <input
          data-testid="palette-input"
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={here >= 0 ? optionId(here) : undefined}
          aria-label={words.title}
          placeholder={words.placeholder}
          autoComplete="off"
          spellCheck={false}
          maxLength={100}
          autoFocus
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            setAt(0)
          }}
        />
      </div>
      <div ref={list} id={`${id}-list`} role="listbox" aria-label={words.title} className={css.list}>
        {shown.map(({ section, offers: each }) => (
          <div key={section} role="group" aria-labelledby={`${id}-${section}`}>
            <span id={`${id}-${section}`} className={css.section}>
              {words.sections[section]}
            </span>
            {each.map((offer) => {
              index++
              const mine = index
              return (
                <div
                  key={offer.id}
                  id={optionId(mine)}
                  role="option"
                  aria-selected={mine === here}
                  className={css.offer}
                  data-testid="palette-offer"
                  onMouseMove={() => mine !== here && setAt(mine)}
                  onClick={() => take(offer)}
                >
                  <span className={css.label}>{offer.label}</span>
                  {offer.hint && <span className={css.hint}>{offer.hint}</span>}
                  {offer.keys && <Keys keys={offer.keys} />}
                </div>
              )
            })}
          </div>
        ))}
      </div>
      {flat.length === 0 && !asking && <p className={css.nothing}>{words.nothing(typed.trim())}</p>}
      <p className="sr-only" role="status">
        {flat.length > 0 ? words.results(flat.length) : ''}
      </p>
      <footer className={css.foot} aria-hidden="true">
        {words.prefixes.map(([sign, what]) => (
          <span key={sign}>
            <kbd>{sign}</kbd> {what}
          </span>
        ))}
        <span className={css.push}>
          <kbd>↑</kbd> <kbd>↓</kbd> {words.choose}
        </span>
        <span>
          <kbd>↵</kbd> {words.open}
        </span>
      </footer>
    </dialog>
  )
}
