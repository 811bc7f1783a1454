import { Field, Switch, TextInput } from '~/ui'
import { Flaw, Section } from '~/ui/page'
import { limits } from '../model/form'
import { useTemplateWords } from '../words'
import { Counted } from './Counted'
import type { PartProps } from './fields'

/** The little that can be chosen of a one-time code. */
export function CodePart({ form, put, flawAt, locked }: PartProps) {
  const words = useTemplateWords()
  const { code } = form
  const flaw = flawAt('code.minutes')
  return (
    <Section title={words.code} hint={words.categoryHints.AUTHENTICATION}>
      <Switch label={words.codeWarn} checked={code.warn} onChange={(warn) => !locked && put({ code: { ...code, warn } })} />
      <Field label={words.codeMinutes} hint={flaw ? <Flaw>{flaw}</Flaw> : words.codeMinutesHint}>
        {(ids) => (
          <TextInput
            {...ids}
            inputMode="numeric"
            readOnly={locked}
            maxLength={2}
            value={code.minutes ?? ''}
            aria-invalid={flaw ? true : undefined}
            onChange={(event) => put({ code: { ...code, minutes: event.target.value.trim() === '' ? null : Number(event.target.value) } })}
          />
        )}
      </Field>
      <Counted label={words.codeButton} name="code-button" value={code.button} most={limits.button} flaw={flawAt('code.button')} locked={locked} onChange={(button) => put({ code: { ...code, button } })} />
    </Section>
  )
}
