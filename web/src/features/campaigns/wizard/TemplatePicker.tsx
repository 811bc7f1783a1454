import { useId, useState } from 'react'
import { useWords } from '~/i18n'
import { Field, TextInput } from '~/ui'
import { Chip } from '~/ui/page'
import { bodyOf, unsendable } from '../model/template'
import type { Template } from '../types'
import { useCampaignWords } from '../words'
import css from './TemplatePicker.module.css'

interface TemplatePickerProps {
  templates: readonly Template[]
  loading: boolean
  chosen: Template | null
  onPick: (template: Template) => void
}

/** From so many on a search is shown. */
const many = 6

/** The approved templates, each with its first words. */
export function TemplatePicker({ templates, loading, chosen, onPick }: TemplatePickerProps) {
  const words = useCampaignWords()
  const common = useWords()
  const group = useId()
  const [search, setSearch] = useState('')
  if (loading) return <p>{common.common.loading}</p>
  if (templates.length === 0)
    return (
      <div className={css.empty}>
        <b>{words.message.noTemplates}</b>
        <p>{words.message.noTemplatesHint}</p>
      </div>
    )
  const wanted = search.trim().toLowerCase()
  const shown = templates.filter((each) => `${each.name} ${bodyOf(each)}`.toLowerCase().includes(wanted))
  return (
    <>
      {templates.length > many && (
        <Field label={words.message.search}>{(ids) => <TextInput {...ids} type="search" value={search} maxLength={100} onChange={(event) => setSearch(event.target.value)} />}</Field>
      )}
      <fieldset className={css.templates}>
        <legend className="sr-only">{words.message.templates}</legend>
        {shown.map((template) => {
          const cannot = unsendable(template)
          return (
            <label key={template.id} className={css.template} data-chosen={template.id === chosen?.id || undefined} data-cannot={cannot || undefined}>
              <input type="radio" name={group} data-testid="template" data-name={template.name} checked={template.id === chosen?.id} disabled={cannot} onChange={() => onPick(template)} />
              <span className={css.about}>
                <span className={css.head}>
                  <b>{template.name}</b>
                  <Chip>{template.language}</Chip>
                  <Chip tone={template.category === 'MARKETING' ? 'info' : 'plain'}>{words.message.categories[template.category] ?? template.category}</Chip>
                </span>
                <span className={css.body}>{cannot ? words.message.unsendable : bodyOf(template)}</span>
              </span>
            </label>
          )
        })}
      </fieldset>
      {shown.length === 0 && <p role="status">{words.message.noMatch}</p>}
    </>
  )
}
