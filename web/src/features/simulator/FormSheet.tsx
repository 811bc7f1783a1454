import { IconX } from '@tabler/icons-react'
import { useEffect, useId, useRef, useState } from 'react'
import { useWords } from '~/i18n'
import { useFocusBack } from '~/ui'
import type { ChatForm } from './chat'
import { FormField } from './FormField'
import { complete, type FormAction, type FormScreens, partsOf, resolve, type Values } from './form'
import css from './FormSheet.module.css'

interface FormSheetProps {
  api: string
  number: string
  phone: string
  messageId: string
  form: ChatForm
  onClose: () => void
  onDone: (data: Values) => void
}

/** A WhatsApp Flow that slides up inside the phone. A form without known screens is answered in a line of text. */
export function FormSheet({ api, number, phone, messageId, form, onClose, onDone }: FormSheetProps) {
  const words = useWords()
  const name = useId()
  const sheet = useRef<HTMLDivElement>(null)
  useFocusBack(sheet)
  const [screens, setScreens] = useState<FormScreens | null | undefined>(undefined)
  const [at, setAt] = useState<string | null>(form.screen ?? null)
  const [data, setData] = useState<Values>(form.data ?? {})
  const [values, setValues] = useState<Values>({})
  const [trouble, setTrouble] = useState('')

  const ask = async (action: string, filled: Values) => {
    setTrouble('')
    const answer = await fetch(`${api}/numbers/${number}/phones/${phone}/forms`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ to: messageId, action, screen: at, data: filled }),
    }).catch(() => null)
    const told = answer ? await answer.json() : null
    if (!answer?.ok) return setTrouble(told?.detail ?? words.phone.down)
    if (told.screen === 'SUCCESS') return onClose()
    setAt(told.screen ?? at)
    setData((now) => ({ ...now, ...told.data }))
    if (told.data?.error_message) setTrouble(String(told.data.error_message))
  }

  useEffect(() => {
    let gone = false
    const load = async () => {
      const answer = form.id ? await fetch(`${api}/forms/${form.id}`).catch(() => null) : null
      const found = answer?.ok ? ((await answer.json()) as FormScreens) : null
      if (gone) return
      setScreens(found)
      if (found && form.action === 'data_exchange') await ask('INIT', {})
    }
    void load()
    return () => {
      gone = true
    }
    // once, when it opens
  }, [])

  useEffect(() => {
    // the sheet itself while it has no field: Escape is heard only inside
    const field = sheet.current?.querySelector<HTMLElement>('input, textarea, select')
    ;(field ?? sheet.current)?.focus()
  }, [screens, at])

  const screen = screens?.screens.find((each) => each.id === at) ?? screens?.screens[0]
  const parts = partsOf(screen)
  const footer = parts.find((part) => part.type === 'Footer')
  const ready = screens === null ? Boolean(values.answer) : screens !== undefined && complete(parts, values)

  const go = (action: FormAction | undefined) => {
    const payload = resolve(action?.payload ?? {}, values, data) as Values
    if (screens === null) onDone(values)
    else if (action?.name === 'navigate' && action.next) {
      setAt(action.next.name)
      setData((now) => ({ ...now, ...payload }))
    } else if (action?.name === 'data_exchange') void ask('data_exchange', payload)
    else onDone(action?.payload ? payload : values)
  }

  return (
    <div className={css.cover} onClick={(event) => event.target === event.currentTarget && onClose()}>
      <div
        ref={sheet}
        role="dialog"
        aria-modal="true"
        aria-labelledby={name}
        tabIndex={-1}
        className={css.sheet}
        data-testid="phone-form-sheet"
        onKeyDown={(event) => event.key === 'Escape' && onClose()}
      >
        <form
          className={css.form}
          onSubmit={(event) => {
            event.preventDefault()
            if (ready) go(footer?.['on-click-action'])
          }}
        >
          <header className={css.head}>
            <button type="button" aria-label={words.phone.cancel} onClick={onClose}>
              <IconX size={18} aria-hidden />
            </button>
            <h3 id={name}>{screen?.title ?? form.cta}</h3>
          </header>
          <div className={css.parts}>
            {screens === null && (
              <FormField
                part={{ type: 'TextArea', name: 'answer', label: words.simulator.answer }}
                values={values}
                data={data}
                onChange={(field, value) => setValues({ ...values, [field]: value })}
              />
            )}
            {parts
              .filter((part) => part !== footer)
              .map((part, index) => (
                <FormField
                  key={`${screen?.id} ${index}`}
                  part={part}
                  values={values}
                  data={data}
                  onChange={(field, value) => setValues((now) => ({ ...now, [field]: value }))}
                />
              ))}
            {trouble && (
              <p role="alert" className={css.trouble}>
                {trouble}
              </p>
            )}
          </div>
          <button type="submit" className={css.send} data-testid="phone-form-send" disabled={!ready}>
            {footer?.label ?? words.phone.sendChoice}
          </button>
        </form>
      </div>
    </div>
  )
}
