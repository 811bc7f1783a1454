import { IconArchive, IconDownload, IconPlus, IconSitemap, IconUpload } from '@tabler/icons-react'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Suspense, useDeferredValue, useMemo, useState } from 'react'
import { useSession } from '~/app/session'
import { useTitle } from '~/app/useTitle'
import { useWords } from '~/i18n'
import { Blank, Button, Dialog, type MenuEntry, Skeleton, Toggle } from '~/ui'
import { Notice, Page, Search, Space } from '~/ui/page'
import { type Example, type FlowLine, FlowsApi } from '../api'
import type { FlowDocument } from '../types'
import { useFlowWords } from '../words'
import { RemoveDialog, RenameDialog } from './FlowDialogs'
import css from './FlowsPage.module.css'
import { FlowTable } from './FlowTable'
import { Gallery } from './Gallery'
import { ImportDialog } from './ImportDialog'

/** A new flow is one start and nothing else: valid from birth but for what it is to say. */
const blank: FlowDocument = {
  schemaVersion: 1,
  settings: {},
  nodes: [{ id: 'start', type: 'trigger', position: { x: 0, y: 0 }, data: { kind: 'default' } }],
  edges: [],
} as unknown as FlowDocument

export function FlowsPage() {
  const { data: session } = useSession()
  return <Suspense fallback={null}>{session?.workspaces[0] && <Flows workspace={session.workspaces[0].id} />}</Suspense>
}

type Asked = { what: 'remove' | 'pause' | 'rename'; flow: FlowLine } | 'import' | null

const route = getRouteApi('/flows')

function Flows({ workspace }: { workspace: string }) {
  const words = useFlowWords()
  const common = useWords()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const api = useMemo(() => new FlowsApi(workspace), [workspace])
  const [query, setQuery] = useState('')
  const [archived, setArchived] = useState(false)
  const [asked, setAsked] = useState<Asked>(null)
  const { add } = route.useSearch()
  const showNew = (open: boolean) => void navigate({ to: '/flows', search: { add: open || undefined } })
  const [failure, setFailure] = useState<string | null>(null)
  const search = useDeferredValue(query.trim())
  useTitle(words.list.title)
  const flows = useInfiniteQuery({
    queryKey: ['flows', 'list', workspace, search, archived],
    queryFn: ({ pageParam }) => api.list({ search, archived, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (before) => before,
    refetchInterval: 10_000,
  })
  const lines = flows.data?.pages.flatMap((page) => page.items) ?? []
  const again = () => queries.invalidateQueries({ queryKey: ['flows'] })
  const done = async (act: Promise<unknown>) => {
    setFailure(null)
    try {
      await act
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error))
    }
    await again()
  }
  const open = (flow: string, panel?: 'try') => void navigate({ to: '/flows/$flow', params: { flow }, search: { panel } })
  const create = async (example?: Example) => {
    const made = await api.create(example ? { name: example.name, example: example.id } : { name: words.list.untitled, document: blank })
    void again()
    open(made.id)
  }

  const entriesOf = (flow: FlowLine): MenuEntry[] => {
    const item = (label: string, onSelect: () => void): MenuEntry => ({ type: 'item', label, onSelect })
    return [
      item(words.list.edit, () => open(flow.id)),
      item(words.list.try, () => open(flow.id, 'try')),
      item(words.list.rename, () => setAsked({ what: 'rename', flow })),
      item(words.list.duplicate, () => void done(api.duplicate(flow.id))),
      item(words.list.export, () => location.assign(api.exportAddress(flow.id))),
      ...(flow.state === 'live' ? [item(words.list.pause, () => setAsked({ what: 'pause', flow }))] : []),
      ...(flow.state === 'paused' ? [item(words.list.resume, () => void done(api.resume(flow.id)))] : []),
      flow.state === 'archived' ? item(words.list.unarchive, () => void done(api.unarchive(flow.id))) : item(words.list.archive, () => void done(api.archive(flow.id))),
      item(words.list.delete, () => setAsked({ what: 'remove', flow })),
    ]
  }

  const nothing = flows.data !== undefined && lines.length === 0
  return (
    <Page
      title={words.list.title}
      tools={
        <>
          <Search label={words.list.search} value={query} onChange={setQuery} />
          <Space />
          <Toggle on={archived} onClick={() => setArchived(!archived)}>
            <IconArchive size={16} aria-hidden /> {words.list.showArchived}
          </Toggle>
          <Button onClick={() => setAsked('import')}>
            <IconUpload size={16} aria-hidden /> {words.list.import}
          </Button>
          <Button look="primary" data-testid="new-flow" onClick={() => showNew(true)}>
            <IconPlus size={16} aria-hidden /> {words.list.new}
          </Button>
        </>
      }
    >
      {failure && <Notice tone="danger">{failure}</Notice>}
      {flows.isError && lines.length === 0 && (
        <Blank alert icon={<IconSitemap size={28} />} title={words.list.failed} hint={flows.error.message}>
          <Button onClick={() => void flows.refetch()}>{common.errors.tryAgain}</Button>
        </Blank>
      )}
      {flows.isPending && (
        <div className={css.skeletons}>
          {[1, 2, 3, 4].map((n) => (
            <Skeleton key={n} width="100%" height={52} />
          ))}
        </div>
      )}
      {nothing && (search || archived) && <Blank icon={<IconSitemap size={28} />} title={search ? words.list.noMatch(search) : words.list.noArchived} />}
      {nothing && !search && !archived && (
        <>
          <div className={css.first}>
            <h2>{words.list.empty}</h2>
            <p>{words.list.emptyHint}</p>
          </div>
          <Gallery api={api} onPick={create} />
        </>
      )}
      {lines.length > 0 && <FlowTable lines={lines} entriesOf={entriesOf} />}
      {flows.hasNextPage && (
        <Button className={css.more} onClick={() => void flows.fetchNextPage()}>
          <IconDownload size={16} aria-hidden /> {words.list.more}
        </Button>
      )}
      {add && (
        <Dialog title={words.list.gallery} closeLabel={words.editor.close} width={720} onClose={() => showNew(false)}>
          <p>{words.list.galleryHint}</p>
          <Gallery api={api} onPick={create} />
        </Dialog>
      )}
      {asked === 'import' && <ImportDialog api={api} onClose={() => setAsked(null)} onDone={() => void again()} onOpen={open} />}
      {asked !== null && typeof asked === 'object' && asked.what === 'pause' && (
        <Dialog
          title={words.pause.title(asked.flow.name)}
          closeLabel={words.editor.close}
          onClose={() => setAsked(null)}
          actions={
            <Button
              look="primary"
              onClick={() => {
                setAsked(null)
                void done(api.pause(asked.flow.id))
              }}
            >
              {words.list.pause}
            </Button>
          }
        >
          <p>{words.pause.hint}</p>
          {asked.flow.inside > 0 && <p>{words.pause.inside(asked.flow.inside)}</p>}
        </Dialog>
      )}
      {asked !== null && typeof asked === 'object' && asked.what === 'remove' && (
        <RemoveDialog api={api} flow={asked.flow} onClose={() => setAsked(null)} onDone={() => void again()} />
      )}
      {asked !== null && typeof asked === 'object' && asked.what === 'rename' && (
        <RenameDialog
          flow={asked.flow}
          onClose={() => setAsked(null)}
          onName={(name) => {
            setAsked(null)
            void done(api.rename(asked.flow.id, name))
          }}
        />
      )}
    </Page>
  )
}
