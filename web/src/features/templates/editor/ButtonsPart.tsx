import { IconPlus, IconX } from '@tabler/icons-react'
import { Button, Field, IconButton, TextInput } from '~/ui'
import { Flaw, Row, Section } from '~/ui/page'
import { type ButtonKind, buttonKinds, type FormButton, limits, mostButtons, mostOfAll } from '../model/form'
import { useTemplateWords } from '../words'
import { Counted } from './Counted'
import css from './Editor.module.css'
import type { PartProps } from './fields'

/** The buttons below the message. Quick replies stand together, as Meta wants it. */
export function ButtonsPart({ form, put, flawAt, locked }: PartProps) {
  const words = useTemplateWords()
  const { buttons } = form
  const of = (kind: ButtonKind) => buttons.filter((each) => each.kind === kind).length
  const change = (index: number, part: Partial<FormButton>) => put({ buttons: buttons.map((each, at) => (at === index ? { ...each, ...part } : each)) })
  const add = (kind: ButtonKind) => {
    const fresh = { kind, text: '', target: '' }
    const lastReply = buttons.findLastIndex((each) => each.kind === 'QUICK_REPLY')
    const at = kind === 'QUICK_REPLY' && lastReply >= 0 ? lastReply + 1 : buttons.length
    put({ buttons: buttons.toSpliced(at, 0, fresh), samples: moved(form.samples, at, 1) })
  }
  const remove = (index: number) => put({ buttons: buttons.toSpliced(index, 1), samples: moved(form.samples, index, -1) })
  return (
    <Section title={words.buttons}>
      {buttons.length === 0 && <p className={css.none}>{words.noButtons}</p>}
      {buttons.length > 0 && (
        <ul className={css.buttons}>
          {buttons.map((button, index) => (
            <li key={index} data-testid="template-button">
              <div className={css.buttonHead}>
                <b>{words.buttonKinds[button.kind]}</b>
                {!locked && (
                  <IconButton label={words.removeButton(button.text || words.buttonKinds[button.kind])} tipSide="bottom-end" onClick={() => remove(index)}>
                    <IconX size={16} aria-hidden />
                  </IconButton>
                )}
              </div>
              <div className={css.pair}>
                {button.kind !== 'COPY_CODE' && (
                  <Counted label={words.buttonText} name={`button-${index}`} value={button.text} most={limits.button} flaw={flawAt(`button.${index}`)} locked={locked} onChange={(text) => change(index, { text })} />
                )}
                {button.kind !== 'QUICK_REPLY' && <Target button={button} index={index} flaw={flawAt(`button.${index}.target`)} locked={locked} onChange={(target) => change(index, { target })} />}
              </div>
            </li>
          ))}
        </ul>
      )}
      <Flaw>{flawAt('buttons')}</Flaw>
      {!locked && (
        <Row>
          {buttonKinds.map((kind) => (
            <Button key={kind} data-testid={`add-${kind}`} disabled={of(kind) >= mostButtons[kind] || buttons.length >= mostOfAll} aria-label={words.addButton(words.buttonKinds[kind])} onClick={() => add(kind)}>
              <IconPlus size={16} aria-hidden /> {words.buttonKinds[kind]}
            </Button>
          ))}
        </Row>
      )}
    </Section>
  )
}

interface TargetProps {
  button: FormButton
  index: number
  flaw: string | undefined
  locked: boolean
  onChange: (target: string) => void
}

function Target({ button, index, flaw, locked, onChange }: TargetProps) {
  const words = useTemplateWords()
  return (
    <Field label={words.buttonTarget[button.kind]} hint={flaw ? <Flaw>{flaw}</Flaw> : button.kind === 'URL' ? words.urlHint : undefined}>
      {(ids) => (
        <TextInput
          {...ids}
          data-testid={`template-target-${index}`}
          inputMode={button.kind === 'URL' ? 'url' : button.kind === 'PHONE_NUMBER' ? 'tel' : undefined}
          value={button.target}
          readOnly={locked}
          aria-invalid={flaw ? true : undefined}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}

/** Examples of buttons are kept by place: they move along when a button comes or goes before them. */
function moved(samples: Record<string, string>, at: number, by: 1 | -1): Record<string, string> {
  return Object.fromEntries(
    Object.entries(samples).flatMap(([key, value]): [string, string][] => {
      const [, index, name] = /^button\.(\d+)\.(.*)$/.exec(key) ?? []
      if (index === undefined || Number(index) < at) return [[key, value]]
      if (by === -1 && Number(index) === at) return []
      return [[`button.${Number(index) + by}.${name}`, value]]
    }),
  )
}
