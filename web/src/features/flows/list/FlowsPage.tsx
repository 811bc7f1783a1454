import { IconArchive, IconDots, IconDownload, IconPlus, IconSearch, IconSitemap, IconUpload } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Suspense, useDeferredValue, useMemo, useState } from 'react'
import { useSession } from '~/app/session'
import { useTitle } from '~/app/useTitle'
import { useLanguage, useWords } from '~/i18n'
import { useDates } from '~/i18n/dates'
import { Blank, Button, Dialog, Field, Menu, type MenuEntry, Skeleton, TextInput, Toggle } from '~/ui'
import { type Example, type FlowLine, FlowsApi, Refused } from '../api'
import { State } from '../editor/TopBar'
import type { FlowDocument } from '../types'
import { useFlowWords } from '../words'
import css from './FlowsPage.module.css'
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

type Asked = { what: 'remove' | 'pause' | 'rename'; flow: FlowLine } | 'new' | 'import' | null

function Flows({ workspace }: { workspace: string }) {
  const words = useFlowWords()
  const common = useWords()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const api = useMemo(() => new FlowsApi(workspace), [workspace])
  const [query, setQuery] = useState('')
  const [archived, setArchived] = useState(false)
  const [asked, setAsked] = useState<Asked>(null)
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
    <div className={css.page}>
      <header className={css.bar}>
        <h1>{words.list.title}</h1>
        <label className={css.search}>
          <IconSearch size={16} aria-hidden />
          <input type="search" aria-label={words.list.search} placeholder={words.list.search} value={query} maxLength={100} onChange={(event) => setQuery(event.target.value)} />
        </label>
        <span className={css.space} />
        <Toggle on={archived} onClick={() => setArchived(!archived)}>
          <IconArchive size={16} aria-hidden /> {words.list.showArchived}
        </Toggle>
        <Button onClick={() => setAsked('import')}>
          <IconUpload size={16} aria-hidden /> {words.list.import}
        </Button>
        <Button look="primary" data-testid="new-flow" onClick={() => setAsked('new')}>
          <IconPlus size={16} aria-hidden /> {words.list.new}
        </Button>
      </header>
      <div className={css.scroll}>
        <div className={css.inside}>
          {failure && (
            <p className={css.failure} role="alert">
              {failure}
            </p>
          )}
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
          {lines.length > 0 && <Table lines={lines} entriesOf={entriesOf} />}
          {flows.hasNextPage && (
            <Button className={css.more} onClick={() => void flows.fetchNextPage()}>
              <IconDownload size={16} aria-hidden /> {words.list.more}
            </Button>
          )}
        </div>
      </div>
      {asked === 'new' && (
        <Dialog title={words.list.gallery} closeLabel={words.editor.close} width={720} onClose={() => setAsked(null)}>
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
    </div>
  )
}

function Table({ lines, entriesOf }: { lines: readonly FlowLine[]; entriesOf: (flow: FlowLine) => MenuEntry[] }) {
  const words = useFlowWords()
  const dates = useDates()
  const language = useLanguage()
  const numbers = useMemo(() => new Intl.NumberFormat(language), [language])
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th scope="col">{words.list.name}</th>
          <th scope="col">{words.list.state}</th>
          <th scope="col" className={css.number}>
            {words.list.inside}
          </th>
          <th scope="col" className={css.wide}>
            {words.list.done}
          </th>
          <th scope="col">{words.list.issues}</th>
          <th scope="col" className={css.wide}>
            {words.list.changed}
          </th>
          <th>
            <span className="sr-only">{words.editor.more}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map((flow) => (
          <tr key={flow.id} data-testid="flow-row">
            <th scope="row">
              <Link to="/flows/$flow" params={{ flow: flow.id }} className={css.name}>
                <span className={css.icon}>
                  <IconSitemap size={18} stroke={1.75} aria-hidden />
                </span>
                {flow.name}
              </Link>
            </th>
            <td>
              <State line={flow} />
            </td>
            <td className={css.number}>{flow.inside > 0 ? numbers.format(flow.inside) : <span className={css.none}>0</span>}</td>
            <td className={css.wide}>
              <Completion flow={flow} />
            </td>
            <td>
              {flow.problems.errors > 0 ? (
                <span className={css.errors}>{words.list.errors(flow.problems.errors)}</span>
              ) : flow.problems.warnings > 0 ? (
                <span className={css.warnings}>{words.list.warnings(flow.problems.warnings)}</span>
              ) : (
                <span className={css.none}>{words.list.none}</span>
              )}
            </td>
            <td className={css.wide}>
              <time dateTime={flow.updatedAt}>{dates.stamp(flow.updatedAt)}</time>
            </td>
            <td className={css.actions}>
              <Menu
                side="bottom-end"
                entries={entriesOf(flow)}
                target={
                  <button type="button" className={css.menu} aria-label={words.list.actions(flow.name)}>
                    <IconDots size={18} aria-hidden />
                  </button>
                }
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** How many of those who came in came to an end, as a bar with its figures. */
function Completion({ flow }: { flow: FlowLine }) {
  const words = useFlowWords()
  const language = useLanguage()
  const { started, completed, handedOff } = flow.outcomes
  if (started === 0) return <span className={css.none}>{words.list.noTalks}</span>
  const share = Math.min(1, (completed + handedOff) / started)
  const percent = new Intl.NumberFormat(language, { style: 'percent' }).format(share)
  return (
    <span className={css.completion}>
      <span className={css.meter} aria-hidden="true">
        <span style={{ width: `${share * 100}%` }} />
      </span>
      {words.list.of(percent, started)}
    </span>
  )
}

function Gallery({ api, onPick }: { api: FlowsApi; onPick: (example?: Example) => Promise<void> }) {
  const words = useFlowWords()
  const examples = useQuery({ queryKey: ['flows', 'examples'], queryFn: () => api.examples(), staleTime: Infinity })
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const pick = (example?: Example) => {
    setBusy(true)
    onPick(example).catch((error: unknown) => {
      setFailure(error instanceof Error ? error.message : String(error))
      setBusy(false)
    })
  }
  return (
    <>
      {failure && (
        <p className={css.failure} role="alert">
          {failure}
        </p>
      )}
      <div className={css.gallery}>
        <button type="button" className={css.card} disabled={busy} data-testid="new-blank" onClick={() => pick()}>
          <span className={css.sketch} data-blank>
            <IconPlus size={22} aria-hidden />
          </span>
          <b>{words.list.blank}</b>
          <small>{words.list.blankHint}</small>
        </button>
        {examples.data?.map((example) => (
          <button key={example.id} type="button" className={css.card} disabled={busy} data-testid={`new-${example.id}`} onClick={() => pick(example)}>
            <Sketch document={example.document} />
            <b>{example.name}</b>
            <small>{words.list.steps(example.document.nodes.length)}</small>
          </button>
        ))}
      </div>
    </>
  )
}

/** A flow as a thumbnail: boxes and lines where they stand. */
function Sketch({ document }: { document: FlowDocument }) {
  const places = new Map(document.nodes.map((node) => [node.id, { x: Number(node.position?.x) || 0, y: Number(node.position?.y) || 0 }]))
  const xs = [...places.values()].map((place) => place.x)
  const ys = [...places.values()].map((place) => place.y)
  const left = Math.min(...xs) - 40
  const top = Math.min(...ys) - 40
  const width = Math.max(...xs) - left + 300
  const height = Math.max(...ys) - top + 140
  return (
    <span className={css.sketch}>
      <svg viewBox={`${left} ${top} ${width} ${height}`} aria-hidden="true" preserveAspectRatio="xMidYMid meet">
        {document.edges.map((edge) => {
          const from = places.get(edge.source)
          const to = places.get(edge.target)
          return from && to && <line key={edge.id} x1={from.x + 130} y1={from.y + 40} x2={to.x + 130} y2={to.y + 40} />
        })}
        {[...places].map(([id, { x, y }]) => (
          <rect key={id} x={x} y={y} width={260} height={84} rx={22} />
        ))}
      </svg>
    </span>
  )
}

interface RemoveProps {
  api: FlowsApi
  flow: FlowLine
  onClose: () => void
  onDone: () => void
}

function RemoveDialog({ api, flow, onClose, onDone }: RemoveProps) {
  const words = useFlowWords()
  const [failure, setFailure] = useState<string | null>(null)
  const [inside, setInside] = useState(flow.inside)
  const remove = async () => {
    try {
      await api.remove(flow.id, inside > 0)
      onDone()
      onClose()
    } catch (error) {
      const there = error instanceof Refused ? (error.problem as { inside?: number } | null)?.inside : undefined
      if (there) setInside(there)
      setFailure(error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <Dialog
      title={words.remove.title(flow.name)}
      closeLabel={words.editor.close}
      onClose={onClose}
      actions={
        <Button look="primary" className={css.danger} onClick={() => void remove()}>
          {words.remove.do}
        </Button>
      }
    >
      <p>{words.remove.hint}</p>
      {inside > 0 && (
        <p className={css.failure}>
          {words.pause.inside(inside)} {words.remove.inside}
        </p>
      )}
      {failure && <p role="alert">{failure}</p>}
    </Dialog>
  )
}

function RenameDialog({ flow, onClose, onName }: { flow: FlowLine; onClose: () => void; onName: (name: string) => void }) {
  const words = useFlowWords()
  const [name, setName] = useState(flow.name)
  return (
    <Dialog
      title={words.list.rename}
      closeLabel={words.editor.close}
      onClose={onClose}
      width={400}
      actions={
        <Button look="primary" type="submit" form="rename-flow" disabled={!name.trim()}>
          {words.list.rename}
        </Button>
      }
    >
      <form
        id="rename-flow"
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim()) onName(name.trim())
        }}
      >
        <Field label={words.list.name}>{(ids) => <TextInput {...ids} autoFocus maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />}</Field>
      </form>
    </Dialog>
  )
}
