import { IconArrowLeft, IconDownload, IconFileUnknown } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useEffect, useMemo } from 'react'
import { useWorkspace } from '~/app/session'
import { useAct } from '~/app/useAct'
import { useTitle } from '~/app/useTitle'
import { useLanguage } from '~/i18n'
import { isAtLeast } from '~/model/access'
import { Blank, Button } from '~/ui'
import { backLook, Chip, Fact, Facts, linkLook, Notice, Page, Section } from '~/ui/page'
import { ContactsApi } from '../api'
import type { ImportView } from '../model'
import { useContactsWords } from '../words'
import css from './Import.module.css'
import { Mapping } from './Mapping'

const route = getRouteApi('/contacts/import/$import')

/** One import: what its columns mean, how far it is, what became of it. */
export function ImportPage() {
  const { import: id } = route.useParams()
  const words = useContactsWords()
  const queries = useQueryClient()
  const { id: workspace, role } = useWorkspace()
  const api = useMemo(() => new ContactsApi(workspace), [workspace])
  const found = useQuery({
    queryKey: ['imports', workspace, id],
    queryFn: () => api.import(Number(id)),
    refetchInterval: (query) => (query.state.data?.state === 'running' ? 1_000 : false),
  })
  const view = found.data
  const { failure, act } = useAct()
  useTitle(view?.fileName ?? words.importing.title)
  const state = view?.state
  useEffect(() => {
    if (state === 'done') void queries.invalidateQueries({ queryKey: ['contacts', workspace] })
  }, [state, queries, workspace])
  const refresh = () => queries.invalidateQueries({ queryKey: ['imports', workspace] })
  return (
    <Page
      title={view?.fileName ?? words.importing.title}
      before={
        <Link to="/contacts/import" aria-label={words.importing.title} className={backLook}>
          <IconArrowLeft size={18} aria-hidden />
        </Link>
      }
      tools={view && <Chip tone={toneOf(view.state)}>{words.importing.states[view.state] ?? view.state}</Chip>}
    >
      {found.isError && <Blank alert icon={<IconFileUnknown size={28} />} title={words.importing.gone} hint={found.error.message} />}
      {failure && <Notice tone="danger">{failure.message}</Notice>}
      {view?.state === 'uploaded' && view.preview && (
        <Mapping
          workspace={workspace}
          preview={view.preview}
          onStart={async (start) => {
            await api.startImport(view.id, start)
            await refresh()
          }}
        />
      )}
      {view && view.state !== 'uploaded' && (
        <Report
          view={view}
          rejected={isAtLeast(role, 'admin') ? api.rejectedAddress(view.id) : null}
          onCancel={() =>
            void act(async () => {
              await api.cancelImport(view.id)
              await refresh()
            })
          }
        />
      )}
    </Page>
  )
}

const toneOf = (state: string) => (state === 'done' ? 'good' : state === 'failed' ? 'danger' : state === 'running' ? 'info' : 'plain')

function Report({ view, rejected, onCancel }: { view: ImportView; rejected: string | null; onCancel: () => void }) {
  const words = useContactsWords()
  const running = view.state === 'running'
  const language = useLanguage()
  const figure = (n: number) => n.toLocaleString(language)
  return (
    <Section title={words.importing.taken(view.taken)}>
      {running && <progress className={css.progress} aria-label={words.importing.states.running} />}
      {view.trouble && <Notice tone="danger">{view.trouble}</Notice>}
      <div role="status" data-testid="import-report" data-state={view.state}>
        <Facts>
          <Fact label={words.importing.created}>
            <b className={css.figure}>{figure(view.created)}</b>
          </Fact>
          <Fact label={words.importing.updated}>
            <b className={css.figure}>{figure(view.updated)}</b>
          </Fact>
          <Fact label={words.importing.skipped}>
            <b className={css.figure}>{figure(view.skipped)}</b>
          </Fact>
          <Fact label={words.importing.rejected}>
            <b className={css.figure} data-testid="import-rejected" data-bad={view.rejected > 0 || undefined}>
              {figure(view.rejected)}
            </b>
          </Fact>
        </Facts>
      </div>
      {view.rejected > 0 && !running && (
        <Notice tone="warn">
          {rejected ? words.importing.downloadHint : words.importing.askAdmin}
          {rejected && (
            <a href={rejected} download className={css.download} data-testid="rejected-file">
              <IconDownload size={16} aria-hidden /> {words.importing.download}
            </a>
          )}
        </Notice>
      )}
      <div className={css.foot}>
        {running && <Button onClick={onCancel}>{words.importing.cancel}</Button>}
        {!running && (
          <>
            <Link to="/contacts" className={linkLook}>
              {words.importing.see}
            </Link>
            <Link to="/contacts/import" className={linkLook}>
              {words.importing.another}
            </Link>
          </>
        )}
      </div>
    </Section>
  )
}
