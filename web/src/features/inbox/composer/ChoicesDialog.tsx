import { IconPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { Content } from '~/api/types'
import { useWords } from '~/i18n'
import { codePoints, limits } from '~/model/limits'
import { Button, Dialog, Field, IconButton, Select, TextArea, TextInput } from '~/ui'
import { useTalkWords } from '../talk'
import { BubbleContent } from '../thread/BubbleContent'
import css from './ChoicesDialog.module.css'
import { type Draft, choicesContent, flawOf } from './choices'

interface ChoicesDialogProps {
  draft: string
  onSend: (content: Content) => void
  onClose: () => void
}

/** Buttons or a list from a person, within WhatsApp's limits, beside what will be seen. */
export default function ChoicesDialog({ draft: written, onSend, onClose }: ChoicesDialogProps) {
  const words = useWords()
  const talk = useTalkWords()
  const [draft, setDraft] = useState<Draft>({ kind: 'buttons', body: written, header: '', footer: '', open: talk.choices.openUsual, choices: [{ title: '', description: '' }] })
  const put = (change: Partial<Draft>) => setDraft((now) => ({ ...now, ...change }))
  const list = draft.kind === 'list'
  const most = list ? limits.listRows : limits.buttons
  const titleMost = list ? limits.rowTitle : limits.buttonTitle
  const flaw = flawOf(draft)
  const change = (index: number, to: Partial<Draft['choices'][number]>) => put({ choices: draft.choices.map((each, at) => (at === index ? { ...each, ...to } : each)) })

  return (
    <Dialog
      title={talk.choices.title}
      closeLabel={words.common.close}
      onClose={onClose}
      width={760}
      actions={
        <>
          <span className={css.flaw}>{flaw === 'twice' && talk.choices.twice}</span>
          <Button look="primary" data-testid="choices-send" disabled={flaw !== null} onClick={() => onSend(choicesContent(draft))}>
            {talk.choices.send}
          </Button>
        </>
      }
    >
      <div className={css.columns}>
        <div className={css.form}>
          <Field label={talk.choices.kind}>
            {(ids) => (
              <Select
                {...ids}
                value={draft.kind}
                options={[
                  { value: 'buttons', label: talk.choices.buttons },
                  { value: 'list', label: talk.choices.list },
                ]}
                onChange={(kind) => put({ kind: kind as Draft['kind'], choices: kind === 'buttons' ? draft.choices.slice(0, limits.buttons) : draft.choices })}
              />
            )}
          </Field>
          <Field label={talk.choices.body} aside={<Count text={draft.body} most={list ? limits.listBody : limits.buttonsBody} />}>
            {(ids) => <TextArea {...ids} rows={3} data-testid="choices-body" value={draft.body} onChange={(event) => put({ body: event.target.value })} />}
          </Field>
          {draft.choices.map((choice, index) => (
            <div key={index} className={css.choice}>
              <Field label={list ? talk.choices.row(index + 1) : talk.choices.button(index + 1)} aside={<Count text={choice.title} most={titleMost} />}>
                {(ids) => <TextInput {...ids} data-testid="choice-title" value={choice.title} onChange={(event) => change(index, { title: event.target.value })} />}
              </Field>
              {list && (
                <TextInput
                  aria-label={talk.choices.description(index + 1)}
                  placeholder={talk.choices.optional}
                  value={choice.description}
                  onChange={(event) => change(index, { description: event.target.value })}
                />
              )}
              {draft.choices.length > 1 && (
                <IconButton className={css.remove} label={talk.choices.remove(choice.title || String(index + 1))} onClick={() => put({ choices: draft.choices.filter((_, at) => at !== index) })}>
                  <IconX size={16} aria-hidden />
                </IconButton>
              )}
            </div>
          ))}
          <Button disabled={draft.choices.length >= most} onClick={() => put({ choices: [...draft.choices, { title: '', description: '' }] })}>
            <IconPlus size={16} aria-hidden />
            {draft.choices.length >= most ? talk.choices.most(most) : list ? talk.choices.addRow : talk.choices.addButton}
          </Button>
          {list && (
            <Field label={talk.choices.open} aside={<Count text={draft.open} most={limits.listButton} />}>
              {(ids) => <TextInput {...ids} value={draft.open} onChange={(event) => put({ open: event.target.value })} />}
            </Field>
          )}
          <div className={css.two}>
            <Field label={talk.choices.header} aside={<Count text={draft.header} most={limits.header} />}>
              {(ids) => <TextInput {...ids} placeholder={talk.choices.optional} value={draft.header} onChange={(event) => put({ header: event.target.value })} />}
            </Field>
            <Field label={talk.choices.footer} aside={<Count text={draft.footer} most={limits.footer} />}>
              {(ids) => <TextInput {...ids} placeholder={talk.choices.optional} value={draft.footer} onChange={(event) => put({ footer: event.target.value })} />}
            </Field>
          </div>
        </div>
        <div className={css.seen}>
          <h3 className={css.title}>{talk.choices.preview}</h3>
          <div className={css.bubble}>
            <BubbleContent content={choicesContent(draft)} text="" message={null} chosen="" words={words} talk={talk} />
          </div>
        </div>
      </div>
    </Dialog>
  )
}

function Count({ text, most }: { text: string; most: number }) {
  const count = codePoints(text)
  return (
    <span className={count > most ? css.over : css.count}>
      {count}/{most}
    </span>
  )
}
