import { IconCompass, IconPlugConnectedX } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ReactFlowProvider, useReactFlow } from '@xyflow/react'
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { ApiError, mayPass } from '~/api/client'
import { openOverlay } from '~/app/keys/board'
import { useSession } from '~/app/session'
import { useTitle } from '~/app/useTitle'
import { useWords } from '~/i18n'
import { Blank, Button, useMediaQuery } from '~/ui'
import { FlowsApi } from '../api'
import { draftKey, typesKey } from '../model/keys'
import { whenLeaving } from '../model/leaving'
import { useFlowWords, useSay } from '../words'
import { Canvas } from './Canvas'
import { type Commands, CommandsContext } from './commands'
import { Conflict } from './Conflict'
import { FindBar } from './FindBar'
import css from './FlowPage.module.css'
import { Inspector } from './Inspector'
import { Issues } from './Issues'
import { nameFor } from './names'
import { Notices } from './Notices'
import { Palette } from './Palette'
import { Editor, EditorContext, type Panel, useEditor, useFlow } from './store'
import { TopBar } from './TopBar'
import { useEditorKeys } from './useEditorKeys'
import { calm, useMoves } from './useMoves'
import { usePresence } from './usePresence'
import './xyflow.css'

const loadTry = () => import('./Try').then((file) => ({ default: file.Try }))
const Try = lazy(loadTry)
const Tests = lazy(() => import('./Tests').then((file) => ({ default: file.Tests })))
const HistoryPanel = lazy(() => import('./HistoryPanel').then((file) => ({ default: file.HistoryPanel })))
const PublishDialog = lazy(() => import('./PublishDialog').then((file) => ({ default: file.PublishDialog })))
const ConnectDialog = lazy(() => import('./ConnectDialog').then((file) => ({ default: file.ConnectDialog })))
const Passers = lazy(() => import('./Passers').then((file) => ({ default: file.Passers })))
const Outline = lazy(() => import('./Outline').then((file) => ({ default: file.Outline })))

const route = getRouteApi('/flows/$flow')

/** The page of one flow. */
export function FlowPage() {
  const { flow } = route.useParams()
  const { data: session } = useSession()
  return (
    <Suspense fallback={<div className={css.loading} aria-hidden="true" />}>
      {session?.workspaces[0] && <Loaded key={flow} flow={flow} workspace={session.workspaces[0].id} />}
    </Suspense>
  )
}

function Loaded({ flow, workspace }: { flow: string; workspace: string }) {
  const words = useFlowWords()
  const common = useWords()
  const api = useMemo(() => new FlowsApi(workspace), [workspace])
  const types = useQuery({ queryKey: typesKey, queryFn: () => api.nodeTypes(), staleTime: Infinity })
  const draft = useQuery({ queryKey: draftKey(flow), queryFn: () => api.draft(flow), staleTime: Infinity, gcTime: 0, retry: (n, error) => n < 3 && error instanceof ApiError && error.passing })
  const [editor, setEditor] = useState<Editor | null>(null)

  useEffect(() => {
    if (!types.data || !draft.data) return
    const opened = new Editor(api, flow, new Map(types.data.map((type) => [type.type, type])), draft.data.document, draft.data.etag, workspace)
    setEditor(opened)
    const stay = whenLeaving(opened.leave)
    return () => {
      stay()
      void opened.saveNow()
      opened.stop()
    }
  }, [api, flow, workspace, types.data, draft.data])

  if (draft.error instanceof ApiError && draft.error.status === 404)
    return (
      <Blank page icon={<IconCompass size={28} />} title={words.editor.gone} hint={words.editor.goneHint}>
        <Link to="/flows">{words.editor.back}</Link>
      </Blank>
    )
  const failed = draft.error ?? types.error
  if (failed)
    return (
      <Blank page alert icon={<IconPlugConnectedX size={28} />} title={words.editor.loadFailed} hint={failed.message}>
        <Button onClick={() => void (draft.error ? draft.refetch() : types.refetch())}>{common.errors.tryAgain}</Button>
      </Blank>
    )
  if (!editor) return <div className={css.loading} aria-hidden="true" />
  return (
    <EditorContext value={editor}>
      <ReactFlowProvider>
        <Desk api={api} flow={flow} />
      </ReactFlowProvider>
    </EditorContext>
  )
}

function Desk({ api, flow }: { api: FlowsApi; flow: string }) {
  const editor = useEditor()
  const words = useFlowWords()
  const say = useSay()
  const queries = useQueryClient()
  const canvas = useReactFlow()
  const navigate = route.useNavigate()
  const search = route.useSearch()
  const small = useMediaQuery('(max-width: 899px)')
  const saved = useFlow((state) => (state.save.is === 'saved' ? state.save.at : null))
  const line = useQuery({ queryKey: ['flows', flow, 'line', saved], queryFn: () => api.find(flow), placeholderData: (before) => before, staleTime: 5_000 })
  const panel = useFlow((state) => state.panel)
  const conflict = useFlow((state) => state.save.is === 'conflict')
  const [dialog, setDialog] = useState<'publish' | { connect: string } | { passers: string } | null>(null)
  const [issuesOpen, setIssuesOpen] = useState(false)
  const [finding, setFinding] = useState(false)
  const outline = search.view === 'outline' || small
  useTitle(line.data?.name ?? words.list.title)

  // The open panel and the view are in the address, so that it can be given to a colleague.
  const asked = useRef(search)
  useEffect(() => {
    if (asked.current.panel) editor.open(asked.current.panel as Panel)
    if (asked.current.step && editor.doc.nodes.has(asked.current.step)) editor.select([asked.current.step])
  }, [editor])
  const shown = panel ?? undefined
  useEffect(() => {
    void navigate({ search: (before) => ({ ...before, panel: shown, step: undefined }), replace: true })
  }, [navigate, shown])
  const showOutline = useCallback(() => void navigate({ search: (before) => ({ ...before, view: before.view === 'outline' ? undefined : 'outline' }), replace: true }), [navigate])

  useEffect(() => {
    editor.wordLimits((node, field, has, most, item) => {
      const type = editor.types.get(node.type)
      const label = type?.fields.find((each) => each.name === field)?.label
      return words.issues.tooLong(nameFor(node, type, say), item !== undefined ? `“${item}”` : label ? say(label) : field, has, most)
    })
  }, [editor, words, say])

  const { reveal, bringIn, tidy } = useMoves()
  const commands = useMemo<Commands>(
    () => ({
      reveal,
      tidy: () => void tidy(),
      publish: () => setDialog('publish'),
      passers: (edge) => setDialog({ passers: edge }),
      connect: () => {
        const { selection } = editor.snapshot()
        const [only] = selection
        if (selection.size === 1 && only !== undefined && (editor.types.get(editor.doc.nodes.get(only)?.type ?? '')?.exits.length ?? 0) > 0) setDialog({ connect: only })
      },
    }),
    [editor, reveal, tidy],
  )
  const comparing = useFlow((state) => state.compared !== null)
  useEffect(() => {
    if (comparing) requestAnimationFrame(() => void canvas.fitView({ maxZoom: 1, padding: 0.12, duration: calm() }))
  }, [comparing, canvas])
  // A panel takes room: the step that it is about stays in sight.
  useEffect(() => {
    const [only] = editor.snapshot().selection
    if (panel === 'settings' && only !== undefined) requestAnimationFrame(() => bringIn(only))
  }, [panel, editor, bringIn])
  const fresh = useFlow((state) => state.fresh)
  useEffect(() => {
    if (fresh !== null) requestAnimationFrame(() => bringIn(fresh))
  }, [fresh, bringIn])
  const published = line.data?.publishedVersion ?? null
  const traffic = useCallback(async () => {
    if (editor.snapshot().traffic) return editor.showTraffic(null)
    // a server that has too much to do tells this later
    const retry = (tries: number, error: Error) => tries < 5 && mayPass(error)
    editor.showTraffic(await queries.fetchQuery({ queryKey: ['flows', flow, 'stats'], queryFn: () => api.stats(flow), staleTime: 0, gcTime: 0, retry }))
  }, [api, editor, flow, queries])
  const counting = useFlow((state) => state.traffic !== null)
  useEffect(() => {
    if (!counting) return
    let over = false
    const timer = setInterval(() => document.hidden || void api.stats(flow).then((stats) => void (over || editor.showTraffic(stats)), () => {}), 5_000)
    return () => {
      // what is on its way must not bring back what was switched off
      over = true
      clearInterval(timer)
    }
  }, [counting, api, editor, flow])

  // The phone is what comes next: it is here before it is asked for.
  useEffect(() => {
    const timer = setTimeout(() => void loadTry(), 1_000)
    return () => clearTimeout(timer)
  }, [])

  const keys = useMemo(
    () => ({ find: () => setFinding(true), outline: showOutline, traffic: () => void (published !== null && traffic()), canvas: !outline }),
    [showOutline, outline, published, traffic],
  )
  const rename = async (name: string) => {
    await api.rename(flow, name)
    void queries.invalidateQueries({ queryKey: ['flows'] })
  }
  return (
    <CommandsContext value={commands}>
      <Keys keys={keys} />
      <Presence />
      <div className={css.desk}>
        <TopBar
          line={line.data}
          name={line.data?.name ?? ''}
          onRename={(name) => void rename(name)}
          outline={outline}
          onOutline={showOutline}
          issuesOpen={issuesOpen}
          onIssues={() => setIssuesOpen(!issuesOpen)}
          onFind={() => setFinding(true)}
          onHelp={() => openOverlay('keys')}
          onTraffic={published === null ? null : () => void traffic()}
        />
        {conflict && <Conflict />}
        {line.data?.state === 'archived' && (
          <p className={css.banner}>
            {words.editor.archived}
            <Button onClick={() => void api.unarchive(flow).then(() => queries.invalidateQueries({ queryKey: ['flows', flow, 'line'] }))}>{words.editor.restore}</Button>
          </p>
        )}
        <div className={css.work}>
          {!outline && <Palette />}
          <div className={css.middle}>
            {outline ? (
              <Suspense fallback={null}>
                <Outline />
              </Suspense>
            ) : (
              <Canvas />
            )}
            {finding && !outline && <FindBar onClose={() => setFinding(false)} />}
            {issuesOpen && <Issues onClose={() => setIssuesOpen(false)} />}
            <Notices />
          </div>
          {panel === 'settings' && <Inspector />}
          <Suspense fallback={<div className={css.aside} />}>
            {panel === 'try' && <Try />}
            {panel === 'tests' && <Tests />}
            {panel === 'history' && <HistoryPanel />}
          </Suspense>
        </div>
      </div>
      <Suspense fallback={null}>
        {dialog === 'publish' && (
          <PublishDialog
            line={line.data}
            onClose={() => setDialog(null)}
            onIssues={() => {
              setDialog(null)
              setIssuesOpen(true)
            }}
          />
        )}
        {dialog !== null && typeof dialog === 'object' && 'passers' in dialog && <Passers edge={dialog.passers} onClose={() => setDialog(null)} />}
        {dialog !== null && typeof dialog === 'object' && 'connect' in dialog && <ConnectDialog id={dialog.connect} onClose={() => setDialog(null)} />}
      </Suspense>
    </CommandsContext>
  )
}

function Presence() {
  usePresence()
  return null
}

function Keys({ keys }: { keys: Parameters<typeof useEditorKeys>[0] }) {
  useEditorKeys(keys)
  return null
}
