import { IconAlertTriangle, IconDeviceFloppy, IconListCheck, IconPlayerSkipForward, IconRefresh, IconSend2, IconX } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useSession } from '~/app/session'
import { Avatar, Button, IconButton, Menu, Select, TextArea } from '~/ui'
import phone from '../../simulator/Phone.module.css'
import { ListSheet } from '../../simulator/ListSheet'
import type { ChatList } from '../../simulator/chat'
import { type Act, Refused, type Trial } from '../api'
import { eventsOf, linesOf, standOf, trailOf } from '../model/trial'
import { spanOf, useFlowWords } from '../words'
import { useCommands } from './commands'
import { useNameOf } from './names'
import { shownValue } from './Changes'
import { useEditor, useFlow } from './store'
import css from './Try.module.css'
import { NameTest } from './NameTest'
import { Log } from './TryLog'

type Outcome = { trial: Trial | null; problem: 'broken' | 'failed' | null; busy: boolean }

const replayAfter = 500

/** Plays the script so far on the draft as it is now, again after every act and every edit. The server keeps nothing. */
function useTrial(script: readonly Act[], begun: string): Outcome {
  const editor = useEditor()
  const nodes = useFlow((state) => state.doc.nodes)
  const edges = useFlow((state) => state.doc.edges)
  const [outcome, setOutcome] = useState<Outcome>({ trial: null, problem: null, busy: false })
  const played = useRef<readonly Act[]>(script)

  useEffect(() => {
    if (script.length === 0) return setOutcome({ trial: null, problem: null, busy: false })
    let stale = false
    const wait = played.current === script ? replayAfter : 0
    played.current = script
    setOutcome((before) => ({ ...before, busy: true }))
    const timer = setTimeout(() => {
      editor.api.simulate(editor.flow, editor.document, script, begun).then(
        (trial) => !stale && setOutcome({ trial, problem: null, busy: false }),
        (error: unknown) => !stale && setOutcome((before) => ({ ...before, problem: error instanceof Refused && error.status === 422 ? 'broken' : 'failed', busy: false })),
      )
    }, wait)
    return () => {
      stale = true
      clearTimeout(timer)
    }
  }, [editor, script, begun, nodes, edges])

  return outcome
}

/** A phone beside the canvas that talks with the draft. */
export function Try() {
  const editor = useEditor()
  const words = useFlowWords()
  const { data: session } = useSession()
  const nameOf = useNameOf()
  const { reveal } = useCommands()
  const queries = useQueryClient()
  const [script, setScript] = useState<readonly Act[]>(() => editor.chat?.script ?? [])
  const [begun, setBegun] = useState(() => editor.chat?.begun ?? new Date().toISOString())
  const [saving, setSaving] = useState(false)
  const [list, setList] = useState<ChatList | null>(null)
  const { trial, problem, busy } = useTrial(script, begun)
  const stand = useMemo(() => standOf(trial), [trial])
  const doc = useFlow((state) => state.doc)
  const act = useCallback((next: Act) => setScript((before) => [...before, next]), [])
  const restart = () => {
    setScript([])
    setBegun(new Date().toISOString())
    setList(null)
  }

  useEffect(() => {
    editor.chat = { script, begun }
  }, [editor, script, begun])

  const trail = useMemo(() => (trial ? trailOf(doc, trial) : null), [doc, trial])
  useEffect(() => {
    editor.showTrail(trail)
    return () => editor.showTrail(null)
  }, [editor, trail])
  const at = trail?.at ?? null
  useEffect(() => {
    if (at !== null) reveal(at)
  }, [at, reveal])

  const heard = script.length > 0 && trial !== null && !stand.started && !busy
  const business = session?.workspaces[0]?.name ?? words.try.title
  return (
    <section className={css.panel} aria-label={words.try.title} data-testid="try">
      <header className={css.head}>
        <h2>{words.try.title}</h2>
        <Menu
          side="bottom-end"
          entries={[null, 60, 3_600, 86_400].map((seconds) => ({
            type: 'item' as const,
            label: seconds === null ? words.try.skip : words.try.skipBy(spanOf(words, seconds)),
            onSelect: () => act(seconds === null ? { type: 'skip' } : { type: 'skip', seconds }),
          }))}
          target={
            <button type="button" className={css.tool} aria-label={words.try.skip} title={words.try.skip}>
              <IconPlayerSkipForward size={18} aria-hidden />
            </button>
          }
        />
        <IconButton label={words.tests.save} tipSide="bottom-end" data-testid="save-test" disabled={script.length === 0 || trial === null || problem !== null || busy} onClick={() => setSaving(true)}>
          <IconDeviceFloppy size={18} aria-hidden />
        </IconButton>
        <IconButton label={words.tests.title} tipSide="bottom-end" data-testid="tests-toggle" onClick={() => editor.open('tests')}>
          <IconListCheck size={18} aria-hidden />
        </IconButton>
        <IconButton label={words.try.restart} tipSide="bottom-end" onClick={restart}>
          <IconRefresh size={18} aria-hidden />
        </IconButton>
        <IconButton label={words.editor.close} tipSide="bottom-end" onClick={() => editor.open(null)}>
          <IconX size={18} aria-hidden />
        </IconButton>
      </header>
      <div className={css.scroll}>
        <div className={css.phone}>
          <div className={phone.case}>
            <div className={phone.screen}>
              <header className={`${phone.head} ${css.top}`}>
                <Avatar name={business} size={32} />
                <div className={phone.who}>
                  <p className={phone.business}>{business}</p>
                  <p className={phone.state} aria-live="polite">
                    {busy ? words.try.typing : words.try.hint}
                  </p>
                </div>
              </header>
              <Log lines={linesOf(script, trial)} empty={script.length === 0} heard={heard} onAct={act} onList={setList} />
              <Say onAct={act} />
              {list && (
                <ListSheet
                  list={list}
                  onClose={() => setList(null)}
                  onChoose={(id, title) => {
                    setList(null)
                    act({ type: 'tap', id, title })
                  }}
                />
              )}
            </div>
          </div>
        </div>
        <div className={css.below}>
          {problem && (
            <p className={css.problem} role="alert">
              <IconAlertTriangle size={16} aria-hidden /> {words.try[problem]}
            </p>
          )}
          {stand.waits?.for === 'call' && <CallAnswer onAct={act} />}
          {(stand.waits?.for === 'person' || (stand.withPeople && stand.outcome !== null)) && (
            <div className={css.box}>
              <p>{words.try.handoff}</p>
              {stand.waits?.for === 'person' && <Button onClick={() => act({ type: 'return' })}>{words.try.handBack}</Button>}
            </div>
          )}
          <p className={css.stand} role="status" data-testid="try-stand">
            {stand.waits ? words.try.waiting(nameOf(stand.waits.nodeId)) : stand.outcome ? words.try.ended(`${words.try.outcomes[stand.outcome] ?? stand.outcome}${stand.reason ? ` · ${stand.reason}` : ''}`) : ''}
          </p>
          <details className={css.more} open={stand.changed.size > 0 || undefined}>
            <summary>{words.try.variables}</summary>
            <dl className={css.variables}>
              {Object.entries(stand.variables).map(([name, value]) => (
                <div key={name} data-changed={stand.changed.has(name) || undefined}>
                  <dt>{name}</dt>
                  <dd>{shownValue(value) || '–'}</dd>
                </div>
              ))}
              {Object.keys(stand.variables).length === 0 && <p>{words.try.noVariables}</p>}
            </dl>
          </details>
          <details className={css.more}>
            <summary>{words.try.steps}</summary>
            <ol className={css.steps}>
              {eventsOf(trial).map((event, index) =>
                event.type === 'node_entered' ? (
                  <li key={index}>
                    <button type="button" onClick={() => event.nodeId && reveal(event.nodeId)}>
                      {event.nodeName || nameOf(event.nodeId ?? '')}
                    </button>
                  </li>
                ) : event.type === 'trouble' ? (
                  <li key={index} className={css.trouble}>
                    {words.try.trouble}: {event.text}
                  </li>
                ) : null,
              )}
            </ol>
          </details>
        </div>
      </div>
      {saving && (
        <NameTest
          title={words.tests.save}
          hint={words.tests.saveHint}
          name={suggested(script)}
          onClose={() => setSaving(false)}
          onName={async (name) => {
            await editor.api.saveTest(editor.flow, name, editor.document, script, begun)
            void queries.invalidateQueries({ queryKey: ['flows', editor.flow, 'tests'] })
            editor.notify({ kind: 'kept', name })
          }}
        />
      )}
    </section>
  )
}

/** A name for a test: what was said first. */
const suggested = (script: readonly Act[]) => script.flatMap((act) => (act.type === 'text' ? [act.text] : act.type === 'tap' ? [act.title ?? act.id] : [])).slice(0, 3).join(', ').slice(0, 60)

function Say({ onAct }: { onAct: (act: Act) => void }) {
  const words = useFlowWords()
  const [text, setText] = useState('')
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => box.current?.focus({ preventScroll: true }), [])
  const send = (event: FormEvent) => {
    event.preventDefault()
    const said = text.trim()
    if (!said) return
    onAct({ type: 'text', text: said })
    setText('')
  }
  return (
    <form className={css.say} onSubmit={send}>
      <input ref={box} data-testid="try-input" aria-label={words.try.say} placeholder={words.try.say} value={text} maxLength={4096} autoComplete="off" onChange={(event) => setText(event.target.value)} />
      <button type="submit" aria-label={words.try.send} disabled={!text.trim()}>
        <IconSend2 size={18} aria-hidden />
      </button>
    </form>
  )
}

/** The flow asks another system: here a person says what that one answers. */
function CallAnswer({ onAct }: { onAct: (act: Act) => void }) {
  const words = useFlowWords()
  const [status, setStatus] = useState('200')
  const [body, setBody] = useState('{ }')
  return (
    <div className={css.box}>
      <p>{words.try.calls}</p>
      <Select aria-label={words.try.status} value={status} onChange={setStatus} options={['200', '201', '400', '404', '500', '503'].map((each) => ({ value: each, label: each }))} />
      <TextArea aria-label={words.try.apiBody} className={css.code} value={body} onChange={(event) => setBody(event.target.value)} />
      <div className={css.pair}>
        <Button look="primary" onClick={() => onAct({ type: 'call', status: Number(status), body })}>
          {words.try.answer}
        </Button>
        <Button onClick={() => onAct({ type: 'call', error: 'timeout' })}>{words.try.fail}</Button>
      </div>
    </div>
  )
}
