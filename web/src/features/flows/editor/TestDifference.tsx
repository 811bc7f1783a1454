import { IconArrowRight } from '@tabler/icons-react'
import type { Act, TestResult } from '../api'
import { spanOf, useFlowWords } from '../words'
import css from './TestDifference.module.css'

type Run = TestResult['run']
type Content = Run['lines'][number]['got'][number]
type Ending = Pick<Run['got'], 'outcome' | 'waits'>

/** A message in one line: its words, and what can be chosen. */
function tellMessage(message: Content): string {
  const content = message as Content & { text?: string | null; body?: string | null; caption?: string | null; name?: string | null; preview?: string | null }
  const words = content.text ?? content.body ?? content.caption ?? content.preview ?? content.name ?? ''
  const choices =
    message.type === 'buttons' ? message.buttons.map((button) => button.title) : message.type === 'list' ? message.sections.flatMap((section) => section.rows.map((row) => row.title)) : []
  return [words || message.type, ...choices.map((choice) => `[${choice}]`)].join(' ')
}

export function useTellAct() {
  const words = useFlowWords()
  return (act: Act): string => {
    switch (act.type) {
      case 'text':
        return act.text
      case 'tap':
        return `[${act.title ?? act.id}]`
      case 'skip':
        return act.seconds == null ? words.try.skip : words.try.passed(spanOf(words, act.seconds))
      case 'call':
        return act.error ? `API: ${act.error}` : `API: ${act.status}`
      case 'return':
        return words.try.handBack
      case 'start':
        return words.try.startNow
      default:
        return act.type
    }
  }
}

/** Where a test goes another way than it did: what was expected there, and what is said now. */
export function TestDifference({ run, expected }: { run: Run; expected?: Ending }) {
  const words = useFlowWords()
  const tellAct = useTellAct()
  const ending = ({ outcome, waits }: Ending) => (waits ? words.tests.waits[waits] : outcome ? (words.try.outcomes[outcome] ?? outcome) : words.tests.nowhere)
  const different = run.lines.filter((line) => !line.same)
  return (
    <div className={css.all}>
      {run.stopped && <p className={css.stopped}>{words.tests.stopped[run.stopped] ?? run.stopped}</p>}
      {different.map((line, index) => (
        <div key={index} className={css.line}>
          <p className={css.act}>
            <IconArrowRight size={14} aria-hidden /> {tellAct(line.act)}
          </p>
          <Side label={words.tests.expected} kind="expected" texts={line.expected.map(tellMessage)} />
          <Side label={words.tests.got} kind="got" texts={line.got.map(tellMessage)} />
        </div>
      ))}
      {expected && ending(expected) !== ending(run.got) && (
        <div className={css.line}>
          <p className={css.act}>{words.tests.ends}</p>
          <Side label={words.tests.expected} kind="expected" texts={[ending(expected) ?? '']} />
          <Side label={words.tests.got} kind="got" texts={[ending(run.got) ?? '']} />
        </div>
      )}
    </div>
  )
}

function Side({ label, kind, texts }: { label: string; kind: string; texts: readonly string[] }) {
  const words = useFlowWords()
  return (
    <div className={css.side} data-kind={kind}>
      <small>{label}</small>
      {texts.length === 0 ? <i>{words.tests.silence}</i> : texts.map((text, index) => <p key={index}>{text}</p>)}
    </div>
  )
}
