import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconArrowForwardUp,
  IconArrowLeft,
  IconChartArrows,
  IconCircleCheck,
  IconCloudOff,
  IconDots,
  IconHistory,
  IconLayoutDistributeVertical,
  IconListTree,
  IconPlayerPlay,
  IconSearch,
} from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useDates } from '~/i18n/dates'
import { useSession } from '~/app/session'
import { Avatar, Button, IconButton, Menu, Toggle } from '~/ui'
import type { FlowLine } from '../api'
import { useFlowWords } from '../words'
import { useCommands } from './commands'
import { useNameOf } from './names'
import { useEditor, useFlow } from './store'
import { State } from './State'
import css from './TopBar.module.css'
import { useExports } from './useExports'

interface TopBarProps {
  line: FlowLine | undefined
  name: string
  onRename: (name: string) => void
  outline: boolean
  onOutline: () => void
  onIssues: () => void
  issuesOpen: boolean
  onFind: () => void
  onHelp: () => void
  onTraffic: (() => void) | null
}

export function TopBar({ line, name, onRename, outline, onOutline, onIssues, issuesOpen, onFind, onHelp, onTraffic }: TopBarProps) {
  const editor = useEditor()
  const words = useFlowWords()
  const { data: session } = useSession()
  const navigate = useNavigate()
  const commands = useCommands()
  const give = useExports(name)
  const panel = useFlow((state) => state.panel)
  const back = useFlow((state) => state.history.done.length > 0)
  const forth = useFlow((state) => state.history.undone.length > 0)
  const comparing = useFlow((state) => state.compared !== null)
  const traffic = useFlow((state) => state.traffic !== null)
  return (
    <header className={css.bar}>
      <Link to="/flows" className={css.back} aria-label={words.editor.back} title={words.editor.back}>
        <IconArrowLeft size={18} aria-hidden />
      </Link>
      <Name name={name} onRename={onRename} />
      <State line={line} />
      <Saving />
      <span className={css.tools}>
        <IconButton label={words.editor.undo} disabled={!back || comparing} onClick={editor.undo}>
          <IconArrowBackUp size={18} aria-hidden />
        </IconButton>
        <IconButton label={words.editor.redo} disabled={!forth || comparing} onClick={editor.redo}>
          <IconArrowForwardUp size={18} aria-hidden />
        </IconButton>
        {!outline && (
          <>
            <IconButton label={words.editor.tidy} disabled={comparing} onClick={commands.tidy}>
              <IconLayoutDistributeVertical size={18} aria-hidden />
            </IconButton>
            <IconButton label={words.editor.find} onClick={onFind}>
              <IconSearch size={18} aria-hidden />
            </IconButton>
          </>
        )}
      </span>
      <span className={css.space} />
      <Others />
      <Toggle on={outline} className={`${css.toggle} ${css.view}`} aria-label={words.editor.outline} title={words.editor.outline} data-testid="outline-toggle" onClick={onOutline}>
        <IconListTree size={16} aria-hidden /> <span>{words.editor.outline}</span>
      </Toggle>
      {onTraffic && !outline && (
        <Toggle on={traffic} className={css.toggle} aria-label={words.editor.traffic} title={words.editor.traffic} data-testid="traffic-toggle" onClick={onTraffic}>
          <IconChartArrows size={16} aria-hidden /> <span>{words.editor.traffic}</span>
        </Toggle>
      )}
      <Toggle on={panel === 'history'} className={css.toggle} aria-label={words.editor.history} title={words.editor.history} data-testid="history-toggle" onClick={() => editor.toggle('history')}>
        <IconHistory size={16} aria-hidden /> <span>{words.editor.history}</span>
      </Toggle>
      <IssuesButton open={issuesOpen} onClick={onIssues} />
      <Toggle on={panel === 'try'} data-testid="try-toggle" aria-label={words.editor.try} className={css.try} onClick={() => editor.toggle('try')}>
        <IconPlayerPlay size={16} aria-hidden /> <span>{words.editor.try}</span>
      </Toggle>
      <Button look="primary" data-testid="publish" disabled={comparing} onClick={commands.publish}>
        {words.editor.publish}
      </Button>
      <Menu
        side="bottom-end"
        entries={[
          {
            type: 'item',
            label: words.editor.settings,
            onSelect: () => {
              editor.select([])
              editor.open('settings')
            },
          },
          { type: 'item', label: words.tests.title, onSelect: () => editor.open('tests') },
          { type: 'item', label: words.editor.export, onSelect: () => void editor.saveNow().then(() => location.assign(editor.api.exportAddress(editor.flow))) },
          { type: 'item', label: words.picture.png, onSelect: () => void give('png').catch(() => editor.notify({ kind: 'noPicture' })) },
          { type: 'item', label: words.picture.svg, onSelect: () => void give('svg') },
          { type: 'item', label: words.picture.outline, onSelect: () => void give('text') },
          { type: 'item', label: words.editor.shortcuts, onSelect: onHelp },
          // the flow as it is published, on a simulated number
          ...(session?.simulator ? [{ type: 'item' as const, label: words.editor.phone, onSelect: () => void navigate({ to: '/simulator' }) }] : []),
        ]}
        target={
          <button type="button" className={css.more} aria-label={words.editor.more} data-testid="flow-more">
            <IconDots size={18} aria-hidden />
          </button>
        }
      />
    </header>
  )
}

function Name({ name, onRename }: { name: string; onRename: (name: string) => void }) {
  const words = useFlowWords()
  const [text, setText] = useState(name)
  useEffect(() => setText(name), [name])
  const done = () => {
    const next = text.trim()
    if (next && next !== name) onRename(next)
    else setText(name)
  }
  return (
    <h1 className={css.title}>
      <input
        className={css.name}
        data-own-undo
        aria-label={words.editor.rename}
        maxLength={100}
        size={Math.max(6, Math.min(28, text.length))}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={done}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur()
          if (event.key === 'Escape') {
            event.stopPropagation()
            setText(name)
            event.currentTarget.blur()
          }
        }}
      />
    </h1>
  )
}

/** Who else has the flow open; a click goes to the step where they are. */
function Others() {
  const words = useFlowWords()
  const commands = useCommands()
  const nameOf = useNameOf()
  const others = useFlow((state) => state.others)
  if (others.length === 0) return null
  return (
    <span className={css.others} data-testid="others">
      {others.slice(0, 4).map((one) => {
        const label = one.node === null ? words.presence.here(one.name) : words.presence.at(one.name, nameOf(one.node))
        return (
          <button key={one.id} type="button" aria-label={label} title={label} onClick={() => one.node !== null && commands.reveal(one.node)}>
            <Avatar name={one.name} size={28} />
          </button>
        )
      })}
      {others.length > 4 && <span>{words.presence.more(others.length - 4)}</span>}
    </span>
  )
}

/** How true the server's copy is, in words. */
function Saving() {
  const words = useFlowWords()
  const dates = useDates()
  const save = useFlow((state) => state.save)
  const text =
    save.is === 'saved' ? (save.at === null ? '' : words.save.saved(dates.time(save.at))) : save.is === 'refused' ? `${words.save.refused}: ${save.reason}` : words.save[save.is]
  return (
    <span className={css.saving} role="status" data-testid="save-state" data-state={save.is}>
      {save.is === 'offline' && <IconCloudOff size={14} aria-hidden />}
      {text}
    </span>
  )
}

function IssuesButton({ open, onClick }: { open: boolean; onClick: () => void }) {
  const words = useFlowWords()
  const issues = useFlow((state) => state.issues)
  const blocks = issues.some((issue) => issue.severity === 'error')
  return (
    <button type="button" className={css.issues} aria-label={issues.length === 0 ? words.editor.noIssues : words.editor.issues(issues.length)} data-testid="issues-toggle" data-severity={issues.length === 0 ? undefined : blocks ? 'error' : 'warning'} aria-expanded={open} onClick={onClick}>
      {issues.length === 0 ? <IconCircleCheck size={16} aria-hidden /> : <IconAlertTriangle size={16} aria-hidden />}
      <span>{issues.length === 0 ? words.editor.noIssues : words.editor.issues(issues.length)}</span>
    </button>
  )
}
