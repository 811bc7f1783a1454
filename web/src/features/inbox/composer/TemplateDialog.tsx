import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { api, ask } from '~/api/client'
import { useAct } from '~/app/useAct'
import { useWords } from '~/i18n'
import { upload } from '~/live/door'
import { checkFile } from '~/model/limits'
import { fitted, headerFile, isFitValue, isSendable, type Picture, type Template, templateContent } from '~/model/template'
import { plainly } from '~/model/trigger'
import type { Content } from '~/api/types'
import { Button, Dialog, Field, RichText, TextInput } from '~/ui'
import { useTalkWords } from '../talk'
import css from './TemplateDialog.module.css'

interface TemplateDialogProps {
  ws: string
  channel: number
  /** What had been written before the window closed. */
  draft: string
  onSend: (content: Content) => void
  onClose: () => void
}

/** Chooses an approved template, fills it, and shows what the person will see. */
export default function TemplateDialog({ ws, channel, draft, onSend, onClose }: TemplateDialogProps) {
  const words = useWords()
  const talk = useTalkWords()
  const [search, setSearch] = useState('')
  const [chosen, setChosen] = useState<string | null>(null)
  const found = useQuery({
    queryKey: ['approved templates', ws],
    queryFn: () => ask(api.GET('/api/v1/workspaces/{ws}/templates', { params: { path: { ws }, query: { status: 'APPROVED', limit: 200 } } })),
    staleTime: 30_000,
  })
  const all = found.data?.items ?? []
  const sources = found.data?.sources ?? []
  const wanted = plainly(search)
  const shown = all.filter((each) => plainly(`${each.name} ${each.language}`).includes(wanted))
  const template = all.find((each) => each.id === chosen) ?? (shown.length === 1 ? shown[0] : undefined)

  return (
    <Dialog title={talk.template.title} closeLabel={words.common.close} onClose={onClose} width={860}>
      <div className={css.columns}>
        <div className={css.left}>
          <TextInput type="search" aria-label={talk.template.search} placeholder={talk.template.search} value={search} onChange={(event) => setSearch(event.target.value)} />
          {found.isPending ? (
            <p className={css.hint}>{talk.template.loading}</p>
          ) : found.isError ? (
            <p className={css.hint} role="alert">
              {talk.template.failed} <Button onClick={() => void found.refetch()}>{words.errors.tryAgain}</Button>
            </p>
          ) : shown.length === 0 ? (
            <p className={css.hint}>
              <strong>{all.length === 0 ? talk.template.none : talk.template.noMatch}</strong>
              {all.length === 0 && talk.template.noneHint}
            </p>
          ) : (
            <ul className={css.list}>
              {shown.map((each) => (
                <li key={each.id}>
                  <button type="button" className={css.choice} data-testid="template" aria-pressed={each.id === template?.id} onClick={() => setChosen(each.id)}>
                    <strong>{each.name}</strong>
                    <span>
                      {each.language} · {talk.template.categories[each.category] ?? each.category}
                      {sources.length > 1 && ` · ${sources.find((source) => source.connection === each.connection)?.name ?? ''}`}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          )}
        </div>
        {template ? (
          <Filling key={template.id} ws={ws} channel={channel} template={template} draft={draft} onSend={onSend} />
        ) : (
          <p className={css.empty}>{all.length > 0 && talk.template.choose}</p>
        )}
      </div>
    </Dialog>
  )
}

interface FillingProps extends Omit<TemplateDialogProps, 'onClose'> {
  template: Template
}

function Filling({ ws, channel, template, draft, onSend }: FillingProps) {
  const talk = useTalkWords()
  const [values, setValues] = useState<Record<string, string>>({})
  const [file, setFile] = useState<File | null>(null)
  const { busy, failure, act } = useAct()
  const asked = useDeferredValue(values)
  const { data } = useQuery({
    queryKey: ['template preview', ws, template.id, asked],
    queryFn: () => ask(api.POST('/api/v1/workspaces/{ws}/templates/{id}/preview', { params: { path: { ws, id: template.id } }, body: { values: withoutBlanks(asked) } })),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
  const wantsFile = headerFile(template)
  const missing = template.variables.filter((each) => !values[each]?.trim()).length + (wantsFile && !file ? 1 : 0)
  const unfit = template.variables.some((each) => values[each]?.trim() && !isFitValue(values[each]))
  const saved = fitted(draft)
  const firstBlank = template.variables.find((each) => !/\./.test(each) && !values[each]?.trim())

  if (!isSendable(template)) return <p className={css.empty}>{talk.template.unusable}</p>
  const send = () =>
    void act(async () => {
      const picture = (await ask(api.POST('/api/v1/workspaces/{ws}/templates/{id}/preview', { params: { path: { ws, id: template.id } }, body: { values } }))).picture
      const kept = wantsFile && file ? { id: (await upload(ws, channel, file, file.name)).id, name: file.name } : undefined
      onSend(templateContent(template, values, picture, kept))
    })

  return (
    <form
      className={css.right}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <div className={css.filling}>
        {template.variables.map((name) => (
          <Field
            key={name}
            label={talk.template.variable(name)}
            hint={values[name]?.trim() && !isFitValue(values[name]) ? talk.template.spaces : undefined}
          >
            {(ids) => <TextInput {...ids} data-testid="template-value" value={values[name] ?? ''} onChange={(event) => setValues({ ...values, [name]: event.target.value })} />}
          </Field>
        ))}
        {wantsFile && <HeaderFile kind={wantsFile} file={file} onFile={setFile} />}
        {saved && firstBlank && (
          <p className={css.draft}>
            <span>
              {talk.template.useDraft}: “{saved}”
            </span>
            <Button onClick={() => setValues({ ...values, [firstBlank]: saved })}>{talk.template.fillIn}</Button>
          </p>
        )}
      </div>
      <div className={css.seen}>
        <h3 className={css.title}>{talk.template.preview}</h3>
        {data && <Seen picture={data.picture} />}
      </div>
      <footer className={css.foot}>
        {failure ? (
          <span role="alert" className={css.failure}>
            {failure.message}
          </span>
        ) : (
          <span>{missing > 0 && talk.template.missing(missing)}</span>
        )}
        <Button look="primary" type="submit" data-testid="template-send" disabled={busy || missing > 0 || unfit}>
          {talk.template.send}
        </Button>
      </footer>
    </form>
  )
}

const withoutBlanks = (values: Record<string, string>) => Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ''))

function HeaderFile({ kind, file, onFile }: { kind: 'IMAGE' | 'VIDEO' | 'DOCUMENT'; file: File | null; onFile: (file: File | null) => void }) {
  const talk = useTalkWords()
  const [wrong, setWrong] = useState(false)
  const accept = { IMAGE: 'image/jpeg,image/png', VIDEO: 'video/mp4,video/3gpp', DOCUMENT: 'application/pdf' }[kind]
  return (
    <Field label={talk.template.header} hint={wrong ? talk.composer.fileType(file?.name ?? '') : talk.template.headerHint(talk.template.kinds[kind] ?? kind)}>
      {(ids) => (
        <input
          {...ids}
          type="file"
          accept={accept}
          onChange={(event) => {
            const picked = event.target.files?.[0] ?? null
            const check = picked && checkFile(picked)
            setWrong(check !== null && !(check.fit && check.kind === kind.toLowerCase()))
            onFile(check?.fit && check.kind === kind.toLowerCase() ? picked : null)
          }}
        />
      )}
    </Field>
  )
}

/** The template as WhatsApp shows it. */
function Seen({ picture }: { picture: Picture }) {
  const talk = useTalkWords()
  return (
    <div className={css.bubble} data-testid="template-preview">
      {picture.headerFormat && picture.headerFormat !== 'TEXT' && <p className={css.media}>{talk.template.kinds[picture.headerFormat] ?? picture.headerFormat}</p>}
      {picture.header && <strong>{picture.header}</strong>}
      <RichText text={picture.body} />
      {picture.footer && <p className={css.footer}>{picture.footer}</p>}
      {picture.buttons.map((button, index) => (
        <p key={index} className={css.button}>
          {button.text}
        </p>
      ))}
    </div>
  )
}
