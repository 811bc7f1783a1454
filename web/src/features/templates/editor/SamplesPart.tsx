import { Field, TextInput } from '~/ui'
import { Flaw, Section } from '~/ui/page'
import { samplesNeeded } from '../model/form'
import { type TemplateWords } from '../words/en'
import { useTemplateWords } from '../words'
import css from './Editor.module.css'
import type { PartProps } from './fields'

/** An example for each variable; nothing where there are none. */
export function SamplesPart({ form, put, flawAt, locked }: PartProps) {
  const words = useTemplateWords()
  const needed = samplesNeeded(form)
  if (needed.length === 0) return null
  return (
    <Section title={words.samples} hint={words.samplesHint}>
      <div className={css.pair}>
        {needed.map((sample) => {
          const flaw = flawAt(`sample.${sample}`)
          return (
            <Field key={sample} label={nameOf(sample, words)} hint={flaw && <Flaw>{flaw}</Flaw>}>
              {(ids) => (
                <TextInput
                  {...ids}
                  data-testid={`sample-${sample}`}
                  value={form.samples[sample] ?? ''}
                  readOnly={locked}
                  aria-invalid={flaw ? true : undefined}
                  onChange={(event) => put({ samples: { ...form.samples, [sample]: event.target.value } })}
                />
              )}
            </Field>
          )
        })}
      </div>
    </Section>
  )
}

function nameOf(sample: string, words: TemplateWords): string {
  const [first = '', ...rest] = sample.split('.')
  if (first === 'header' && rest.length > 0) return words.sampleOfHeader(`{{${rest.join('.')}}}`)
  if (first === 'button' && rest.length > 1) return words.sampleOfButton(Number(rest[0]) + 1, `{{${rest.slice(1).join('.')}}}`)
  return words.sampleOf(`{{${sample}}}`)
}
