import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { TemplatesApi } from '../api'
import { type Flaw, flawsOf } from '../model/checks'
import type { TemplateForm } from '../model/form'
import { useTemplateWords } from '../words'
import type { TemplateWords } from '../words/en'
import { ButtonsPart } from './ButtonsPart'
import { CodePart } from './CodePart'
import { ContentPart } from './ContentPart'
import css from './Editor.module.css'
import { isLate, type PartProps } from './fields'
import { Phone } from './Phone'
import { SamplesPart } from './SamplesPart'

interface FormProps {
  api: TemplatesApi
  form: TemplateForm
  put: PartProps['put']
  locked: boolean
  /** Handing in was tried: now empty fields are named, too. */
  tried: boolean
  connection: string | null
  /** The part about name, language and category. */
  what: (part: PartProps) => ReactNode
}

/** The form on the left; on the right the phone that shows what becomes of it, and what WhatsApp would refuse. */
export function EditorForm({ api, form, put, locked, tried, connection, what }: FormProps) {
  const words = useTemplateWords()
  const flaws = flawsOf(form)
  const flawAt = (at: string) => {
    const flaw = flaws.find((each) => each.at === at && (tried || !isLate(each)))
    return flaw && flawText(flaw, words)
  }
  const part: PartProps = { form, put, flawAt, locked }
  return (
    <div className={css.columns}>
      <div className={css.form}>
        {what(part)}
        {form.category === 'AUTHENTICATION' ? (
          <CodePart {...part} />
        ) : (
          <>
            <ContentPart {...part} api={api} connection={connection} />
            <ButtonsPart {...part} />
            <SamplesPart {...part} />
          </>
        )}
      </div>
      <aside className={css.side} aria-label={words.preview}>
        <Phone form={form} />
        {!locked && (
          <div className={css.checks}>
            {flaws.length === 0 ? (
              <p data-good role="status">
                <IconCircleCheck size={16} aria-hidden /> {words.noFlaws}
              </p>
            ) : (
              <p data-bad role="status">
                <IconAlertTriangle size={16} aria-hidden /> {words.flawCount(flaws.length)}
              </p>
            )}
          </div>
        )}
      </aside>
    </div>
  )
}

const flawText = ({ kind, most }: Flaw, words: TemplateWords) => (most === undefined ? words.flaws[kind] : `${words.flaws[kind]} ${words.most(most)}`)
