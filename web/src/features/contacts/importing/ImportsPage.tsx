import { IconArrowLeft, IconUpload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useWorkspace } from '~/app/session'
import { useAct } from '~/app/useAct'
import { useTitle } from '~/app/useTitle'
import { useDates } from '~/i18n/dates'
import { backLook, Notice, Page, Section } from '~/ui/page'
import { ContactsApi } from '../api'
import profile from '../profile/Profile.module.css'
import { useContactsWords } from '../words'
import css from './Import.module.css'

/** Where a file is handed over, and the imports before. */
export function ImportsPage() {
  const words = useContactsWords()
  const dates = useDates()
  const navigate = useNavigate()
  const { id: workspace } = useWorkspace()
  const api = useMemo(() => new ContactsApi(workspace), [workspace])
  const { busy, failure, act } = useAct()
  const before = useQuery({ queryKey: ['imports', workspace], queryFn: () => api.imports() })
  useTitle(words.importing.title)
  const take = (file: File | undefined) =>
    file &&
    act(async () => {
      const made = await api.upload(file)
      await navigate({ to: '/contacts/import/$import', params: { import: String(made.id) } })
    })
  return (
    <Page
      title={words.importing.title}
      before={
        <Link to="/contacts" aria-label={words.importing.back} className={backLook}>
          <IconArrowLeft size={18} aria-hidden />
        </Link>
      }
    >
      {failure && <Notice tone="danger">{failure.message}</Notice>}
      <label
        className={css.drop}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault()
          void take(event.dataTransfer.files[0])
        }}
      >
        <IconUpload size={24} aria-hidden />
        <b>{busy ? words.importing.uploading : words.importing.choose}</b>
        <span>{words.importing.chooseHint}</span>
        <input type="file" accept=".csv,.txt,.json,.ndjson,text/csv,application/json" className="sr-only" data-testid="import-file" disabled={busy} onChange={(event) => void take(event.target.files?.[0])} />
      </label>
      {before.data && before.data.items.length > 0 && (
        <Section title={words.importing.before}>
          <ul className={profile.list}>
            {before.data.items.map((each) => (
              <li key={each.id}>
                <Link to="/contacts/import/$import" params={{ import: String(each.id) }}>
                  {each.fileName}
                </Link>
                <span>{words.importing.states[each.state] ?? each.state}</span>
                <small>
                  {dates.full(each.createdAt)} · {each.actorName}
                </small>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </Page>
  )
}
