import { IconCornerUpLeft, IconList } from '@tabler/icons-react'
import { useLayoutEffect, useRef } from 'react'
import { useDates } from '~/i18n/dates'
import { RichText } from '~/ui'
import type { ChatList } from '../../simulator/chat'
import chat from '../../simulator/ChatLog.module.css'
import type { Act } from '../api'
import type { TrialLine } from '../model/trial'
import { spanOf, useFlowWords } from '../words'
import { useFlow } from './store'
import css from './Try.module.css'

interface LogProps {
  lines: readonly TrialLine[]
  empty: boolean
  heard: boolean
  onAct: (act: Act) => void
  onList: (list: ChatList) => void
}

/** What was said in a trial run, with the choices to tap. */
export function Log({ lines, empty, heard, onAct, onList }: LogProps) {
  const words = useFlowWords()
  const box = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (box.current) box.current.scrollTop = box.current.scrollHeight
  }, [lines])
  return (
    <div ref={box} className={chat.log} role="log" aria-label={words.try.title} tabIndex={0}>
      {empty ? <Starts onAct={onAct} /> : <span />}
      {lines.map((line, index) => {
        if ('act' in line) return <Did key={line.key} act={line.act} />
        const before = lines[index - 1]
        return <Said key={line.key} line={line} first={before === undefined || 'act' in before} onAct={onAct} onList={onList} />
      })}
      {heard && <p className={chat.day}>{words.try.noStart}</p>}
    </div>
  )
}

/** What starts this flow, to be said with one click. */
function Starts({ onAct }: { onAct: (act: Act) => void }) {
  const words = useFlowWords()
  const nodes = useFlow((state) => state.doc.nodes)
  const keywords = [...nodes.values()]
    .filter((node) => node.type === 'trigger')
    .flatMap((node) => (Array.isArray(node.data.keywords) ? node.data.keywords.map(String) : node.data.keyword ? [String(node.data.keyword)] : []))
    .slice(0, 3)
  return (
    <div className={`${chat.start} ${css.starts}`}>
      <p>{words.try.notStarted}</p>
      {keywords.map((word) => (
        <button key={word} type="button" onClick={() => onAct({ type: 'text', text: word })}>
          {words.try.startHere(word)}
        </button>
      ))}
      <button type="button" data-testid="try-start" onClick={() => onAct({ type: 'start' })}>
        {words.try.startNow}
      </button>
    </div>
  )
}

function Did({ act }: { act: Act }) {
  const words = useFlowWords()
  const mine = (text: string) => (
    <div className={`${chat.turn} ${chat.mineTurn} ${chat.first}`}>
      <div className={`${chat.bubble} ${chat.mine}`} data-testid="try-bubble" data-direction="in">
        <RichText text={text} />
      </div>
    </div>
  )
  switch (act.type) {
    case 'text':
      return mine(act.text)
    case 'tap':
      return mine(act.title ?? act.id)
    case 'skip':
      return <p className={`${chat.day} ${css.passed}`}>{act.seconds == null ? words.try.skip : words.try.passed(spanOf(words, act.seconds))}</p>
    case 'call':
      return <p className={`${chat.day} ${css.passed}`}>{act.error ? `API: ${act.error}` : `API: ${act.status}`}</p>
    case 'return':
      return <p className={`${chat.day} ${css.passed}`}>{words.try.handBack}</p>
    case 'start':
      return <p className={`${chat.day} ${css.passed}`}>{words.try.startNow}</p>
    default:
      return mine(act.type)
  }
}

interface SaidProps {
  line: Extract<TrialLine, { message: unknown }>
  first: boolean
  onAct: (act: Act) => void
  onList: (list: ChatList) => void
}

function Said({ line, first, onAct, onList }: SaidProps) {
  const dates = useDates()
  const { message } = line
  const content = message as { type: string; text?: string | null; body?: string | null; header?: string | null; footer?: string | null; caption?: string | null; media?: string; name?: string | null; preview?: string | null; link?: string | null }
  const words = content.text ?? content.body ?? content.caption ?? content.preview ?? content.name ?? ''
  const rows = message.type === 'list' ? { button: message.buttonText, sections: message.sections } : null
  return (
    <div className={`${chat.turn} ${first ? chat.first : ''}`}>
      <div className={`${chat.bubble} ${chat.theirs}`} data-testid="try-bubble" data-direction="out">
        {typeof content.header === 'string' && content.header && <p className={chat.header}>{content.header}</p>}
        {content.type !== 'text' && content.type !== 'buttons' && content.type !== 'list' && <span className={chat.attachment}>{content.media ?? content.type}{content.link && <small>{content.link}</small>}</span>}
        {words && <RichText text={words} />}
        {content.footer && <p className={chat.footer}>{content.footer}</p>}
        <span className={chat.meta}>{dates.time(line.at)}</span>
      </div>
      {(message.type === 'buttons' || rows) && (
        <div className={chat.choices}>
          {message.type === 'buttons' &&
            message.buttons.map((button) => (
              <button key={button.id} type="button" data-testid="try-choice" onClick={() => onAct({ type: 'tap', id: button.id, title: button.title })}>
                <IconCornerUpLeft size={16} aria-hidden /> {button.title}
              </button>
            ))}
          {rows && (
            <button type="button" data-testid="try-list" onClick={() => onList(rows)}>
              <IconList size={16} aria-hidden /> {rows.button}
            </button>
          )}
        </div>
      )}
    </div>
  )
}
