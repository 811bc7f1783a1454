import { IconX } from '@tabler/icons-react'
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import { IconButton } from './Button'
import css from './Dialog.module.css'

interface DialogProps {
  title: string
  closeLabel: string
  onClose: () => void
  children: ReactNode
  /** The buttons at the foot. */
  actions?: ReactNode
  width?: number
}

/** A question over the page. The browser keeps the focus inside and gives it back; Escape and a click outside close it. */
export function Dialog({ title, closeLabel, onClose, children, actions, width = 480 }: DialogProps) {
  const box = useRef<HTMLDialogElement>(null)
  const id = useId()
  const shown = useRef(false)
  useLayoutEffect(() => {
    const dialog = box.current
    if (!dialog) return
    dialog.showModal()
    shown.current = true
    // the first thing to fill in, else the words; the cross in the corner is not what people come for
    const first = dialog.querySelector<HTMLElement>('[data-dialog-body] :is(input:not([type="checkbox"], [type="radio"], [readonly]), select, textarea:not([readonly])):enabled')
    ;(first ?? dialog.querySelector<HTMLElement>('h2'))?.focus()
    // The browser gives the focus back in close(), not when an open dialog is taken away: it is closed while it still stands.
    return () => {
      shown.current = false
      dialog.close()
    }
  }, [])
  return (
    <dialog
      ref={box}
      className={css.dialog}
      style={{ width }}
      aria-labelledby={id}
      // What we closed ourselves is no wish to leave; the browser tells of it later, when another may be open again.
      onClose={() => shown.current && !box.current?.open && onClose()}
      onKeyDown={(event) => event.stopPropagation()}
      onMouseDown={(event) => {
        if (event.target !== box.current) return
        // the press would take the focus to where it fell
        event.preventDefault()
        onClose()
      }}
    >
      <div className={css.inside}>
        <header className={css.head}>
          <h2 id={id} className={css.title} tabIndex={-1}>
            {title}
          </h2>
          <IconButton label={closeLabel} tipSide="bottom-end" onClick={onClose}>
            <IconX size={18} aria-hidden />
          </IconButton>
        </header>
        <div className={css.body} data-dialog-body="">{children}</div>
        {actions && <footer className={css.actions}>{actions}</footer>}
      </div>
    </dialog>
  )
}
