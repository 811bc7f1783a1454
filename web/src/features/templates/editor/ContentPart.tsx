import { IconCheck, IconUpload } from '@tabler/icons-react'
import { useId } from 'react'
import { useAct } from '~/app/useAct'
import { Field, Select } from '~/ui'
import { Flaw, Section } from '~/ui/page'
import type { TemplatesApi } from '../api'
import { type HeaderKind, headerKinds, isFile, isNamed, limits } from '../model/form'
import { nextVariable } from '../model/variables'
import { useTemplateWords } from '../words'
import { Counted } from './Counted'
import css from './Editor.module.css'
import type { PartProps } from './fields'

interface ContentPartProps extends PartProps {
  api: TemplatesApi
  connection: string | null
}

const accepted = { image: 'image/jpeg,image/png', video: 'video/mp4,video/3gpp', document: 'application/pdf' } as const

/** Header, message and footer. */
export function ContentPart({ form, put, flawAt, locked, api, connection }: ContentPartProps) {
  const words = useTemplateWords()
  const { header } = form
  const named = isNamed(form)
  return (
    <Section title={words.content}>
      <Field label={words.header}>
        {(ids) => (
          <Select
            {...ids}
            data-testid="template-header-kind"
            disabled={locked}
            value={header.kind}
            options={headerKinds.map((kind) => ({ value: kind, label: words.headers[kind] }))}
            onChange={(kind) => put({ header: { ...header, kind: kind as HeaderKind, handle: '', fileName: '' } })}
          />
        )}
      </Field>
      {header.kind === 'text' && (
        <Counted
          label={words.headerText}
          name="header"
          value={header.text}
          most={limits.header}
          flaw={flawAt('header')}
          locked={locked}
          onChange={(text) => put({ header: { ...header, text } })}
          addVariable={{ label: words.addVariable, next: () => nextVariable(header.text, named) }}
        />
      )}
      {isFile(header.kind) && <ExampleFile form={form} put={put} flawAt={flawAt} locked={locked} api={api} connection={connection} />}
      <Counted
        tall
        label={words.body}
        name="body"
        hint={words.bodyHint}
        value={form.body}
        most={limits.body}
        flaw={flawAt('body')}
        locked={locked}
        onChange={(body) => put({ body })}
        addVariable={{ label: words.addVariable, next: () => nextVariable(form.body, named) }}
      />
      <Counted label={words.footer} name="footer" hint={words.footerHint} value={form.footer} most={limits.footer} flaw={flawAt('footer')} locked={locked} onChange={(footer) => put({ footer })} />
    </Section>
  )
}

/** The file that the reviewers look at. */
function ExampleFile({ form, put, flawAt, locked, api, connection }: ContentPartProps) {
  const words = useTemplateWords()
  const id = useId()
  const { busy, failure, act } = useAct()
  const { header } = form
  const take = (file: File | undefined) =>
    file &&
    act(async () => {
      const { handle } = await api.example(file, connection)
      put({ header: { ...header, handle, fileName: file.name } })
    })
  const flaw = failure?.message ?? flawAt('header')
  return (
    <div className={css.example}>
      <b id={`${id}-label`}>{words.headerFile}</b>
      {!locked && (
        <label className={css.file}>
          {header.handle ? <IconCheck size={16} aria-hidden /> : <IconUpload size={16} aria-hidden />}
          {busy ? words.uploading : header.handle ? header.fileName || words.uploaded : words.chooseFile}
          <input
            type="file"
            className="sr-only"
            aria-labelledby={`${id}-label`}
            aria-describedby={`${id}-hint`}
            data-testid="template-file"
            accept={accepted[header.kind as keyof typeof accepted]}
            disabled={busy}
            onChange={(event) => void take(event.target.files?.[0])}
          />
        </label>
      )}
      <small id={`${id}-hint`}>{flaw ? <Flaw>{flaw}</Flaw> : words.headerFileHint}</small>
    </div>
  )
}
