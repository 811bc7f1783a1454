import { IconCompass, IconPlugConnectedX } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ReactFlowProvider, useReactFlow } from '@xyflow/react'
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { ApiError } from '~/api/client'
import { useSession } from '~/app/session'
import { useTitle } from '~/app/useTitle'
import { useWords } from '~/i18n'
import { Blank, Button, useMediaQuery } from '~/ui'
import { FlowsApi } from '../api'
import { handleOf } from '../model/doc'
import { waysOf } from '../model/nodeTypes'
import { useFlowWords, useSay } from '../words'
import { Canvas } from './Canvas'
import { type Commands, CommandsContext } from './commands'
import { Conflict } from './Conflict'
import { FindBar } from './FindBar'
import css from './FlowPage.module.css'
import { Inspector } from './Inspector'
import { Issues } from './Issues'
import { KeysDialog } from './KeysDialog'
import { nameFor } from './names'
import { Notices } from './Notices'
import { Palette } from './Palette'
import { Editor, EditorContext, type Panel, useEditor, useFlow } from './store'
import { TopBar } from './TopBar'
import { useEditorKeys } from './useEditorKeys'
import './xyflow.css'

const loadTry = () => import('./Try').then((file) => ({ default: file.Try }))
const Try = lazy(loadTry)
const HistoryPanel = lazy(() => import('./HistoryPanel').then((file) => ({ default: file.HistoryPanel })))
const PublishDialog = lazy(() => import('./PublishDialog').then((file) => ({ default: file.PublishDialog })))
const ConnectDialog = lazy(() => import('./ConnectDialog').then((file) => ({ default: file.ConnectDialog })))
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
  const types = useQuery({ queryKey: ['flows', 'types'], queryFn: () => api.nodeTypes(), staleTime: Infinity })
  const draft = useQuery({ queryKey: ['flows', flow, 'draft'], queryFn: () => api.draft(flow), staleTime: Infinity, gcTime: 0, retry: (n, error) => n < 3 && error instanceof ApiError && error.passing })
  const [editor, setEditor] = useState<Editor | null>(null)

  useEffect(() => {
    if (!types.data || !draft.data) return
    const opened = new Editor(api, flow, new Map(types.data.map((type) => [type.type, type])), draft.data.document, draft.data.etag, workspace)
    setEditor(opened)
    return () => {
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

const calm = () => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 180)

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
  const [dialog, setDialog] = useState<'publish' | 'help' | { connect: string } | null>(null)
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

  const reveal = useCallback(
    (id: string) => {
      const node = canvas.getInternalNode(id)
      if (!node) return
      const { x, y } = node.internals.positionAbsolute
      const width = node.measured.width ?? 260
      const height = node.measured.height ?? 100
      void canvas.setCenter(x + width / 2, y + height / 2, { zoom: Math.max(0.7, Math.min(1, canvas.getZoom())), duration: calm() })
    },
    [canvas],
  )
  const bringIn = useCallback(
    (id: string) => {
      const card = document.querySelector(`.react-flow__node[data-id="${CSS.escape(id)}"]`)?.getBoundingClientRect()
      const room = document.querySelector('.react-flow')?.getBoundingClientRect()
      if (card && room && (card.left < room.left || card.right > room.right || card.top < room.top || card.bottom > room.bottom)) reveal(id)
    },
    [reveal],
  )
  const tidy = useCallback(async () => {
    const { selection, compared } = editor.snapshot()
    if (compared) return
    const some = selection.size > 1
    const nodes = canvas.getNodes().filter((node) => node.type !== 'note' && (!some || selection.has(node.id)))
    if (nodes.length === 0) return
    const there = new Set(nodes.map((node) => node.id))
    const boxes = nodes.map((node) => ({ id: node.id, width: node.measured?.width ?? 260, height: node.measured?.height ?? 120 }))
    const cables = [...editor.doc.edges.values()]
      .filter((edge) => there.has(edge.source) && there.has(edge.target))
      .map((edge) => {
        const node = editor.doc.nodes.get(edge.source)!
        return { source: edge.source, target: edge.target, order: waysOf(editor.types.get(node.type), node.data, () => '').findIndex((way) => way.handle === handleOf(edge)) }
      })
    const worker = new Worker(new URL('../model/tidy.worker.ts', import.meta.url), { type: 'module' })
    const places = await new Promise<Map<string, { x: number; y: number }>>((done, failed) => {
      worker.onmessage = ({ data }) => done(data as Map<string, { x: number; y: number }>)
      worker.onerror = (event) => failed(new Error(event.message))
      worker.postMessage({ boxes, cables })
    }).finally(() => worker.terminate())
    const left = Math.min(...nodes.map((node) => node.position.x))
    const top = Math.min(...nodes.map((node) => node.position.y))
    editor.move(new Map([...places].map(([id, { x, y }]) => [id, { x: x + (some ? left : 0), y: y + (some ? top : 0) }])))
    if (!some) requestAnimationFrame(() => void canvas.fitView({ maxZoom: 1, padding: 0.18, duration: calm() }))
  }, [canvas, editor])
  const commands = useMemo<Commands>(
    () => ({
      reveal,
      tidy: () => void tidy(),
      publish: () => setDialog('publish'),
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
    editor.showTraffic(await api.stats(flow))
  }, [api, editor, flow])
  const counting = useFlow((state) => state.traffic !== null)
  useEffect(() => {
    if (!counting) return
    const timer = setInterval(() => document.hidden || void api.stats(flow).then(editor.showTraffic, () => {}), 5_000)
    return () => clearInterval(timer)
  }, [counting, api, editor, flow])

  // The phone is what comes next: it is here before it is asked for.
  useEffect(() => {
    const timer = setTimeout(() => void loadTry(), 1_000)
    return () => clearTimeout(timer)
  }, [])

  const keys = useMemo(
    () => ({ find: () => setFinding(true), help: () => setDialog('help'), outline: showOutline, traffic: () => void (published !== null && traffic()), canvas: !outline }),
    [showOutline, outline, published, traffic],
  )
  const rename = async (name: string) => {
    await api.rename(flow, name)
    void queries.invalidateQueries({ queryKey: ['flows'] })
  }
  return (
    <CommandsContext value={commands}>
      <Keys keys={keys} />
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
          onHelp={() => setDialog('help')}
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
        {dialog !== null && typeof dialog === 'object' && <ConnectDialog id={dialog.connect} onClose={() => setDialog(null)} />}
      </Suspense>
      {dialog === 'help' && <KeysDialog onClose={() => setDialog(null)} />}
    </CommandsContext>
  )
}

function Keys({ keys }: { keys: Parameters<typeof useEditorKeys>[0] }) {
  useEditorKeys(keys)
  return null
}
