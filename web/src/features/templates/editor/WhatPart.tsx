import { useLanguage } from '~/i18n'
import { Field, Select, TextInput } from '~/ui'
import { Flaw, Section } from '~/ui/page'
import { categories, type Category } from '../model/form'
import { languageName, templateLanguages } from '../model/languages'
import { useTemplateWords } from '../words'
import css from './Editor.module.css'
import type { PartProps } from './fields'

interface WhatPartProps extends PartProps {
  /** It is at WhatsApp already: its name and language stay. */
  there: boolean
  fixedName?: boolean
  fixedCategory?: boolean
  taken?: readonly string[]
  connections: readonly { value: string; label: string }[]
  connection: string
  onConnection: (connection: string) => void
}

/** What the template is called, and what it is for. */
export function WhatPart({ form, put, flawAt, locked, there, fixedName = there, fixedCategory = false, taken = [], connections, connection, onConnection }: WhatPartProps) {
  const words = useTemplateWords()
  const reader = useLanguage()
  const names = new Intl.Collator(reader)
  const languages = [...new Set([...templateLanguages, form.language])]
    .filter((code) => code === form.language || !taken.includes(code))
    .map((code) => ({ value: code, label: `${languageName(code, reader)} (${code})` }))
    .sort((a, b) => names.compare(a.label, b.label))
  const flaw = flawAt('name')
  return (
    <Section title={words.what}>
      <div className={css.pair}>
        <Field label={words.name} hint={flaw ? <Flaw>{flaw}</Flaw> : words.nameHint}>
          {(ids) => (
            <TextInput
              {...ids}
              data-testid="template-name"
              value={form.name}
              readOnly={fixedName || locked}
              spellCheck={false}
              aria-invalid={flaw ? true : undefined}
              onChange={(event) => put({ name: event.target.value.toLowerCase().replace(/[ -]/g, '_') })}
            />
          )}
        </Field>
        <Field label={words.language} hint={flawAt('language') && <Flaw>{flawAt('language')}</Flaw>}>
          {(ids) => <Select {...ids} data-testid="template-language" disabled={there || locked} value={form.language} options={languages} onChange={(language) => put({ language })} />}
        </Field>
        <Field label={words.category} hint={words.categoryHints[form.category]}>
          {(ids) => (
            <Select
              {...ids}
              data-testid="template-category"
              disabled={fixedCategory || locked}
              value={form.category}
              options={categories.map((each) => ({ value: each, label: words.categories[each] ?? each }))}
              onChange={(category) => put({ category: category as Category })}
            />
          )}
        </Field>
        {!there && connections.length > 1 && (
          <Field label={words.connection}>{(ids) => <Select {...ids} value={connection} options={connections} onChange={onConnection} />}</Field>
        )}
      </div>
    </Section>
  )
}
