import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useWords } from '~/i18n'
import { useDates } from '~/i18n/dates'
import { phoneText } from '~/model/phoneText'
import { Button } from '~/ui'
import { asked, failed, gather, type Line, type Page, pretty } from './traffic'
import css from './Panes.module.css'

/** What goes over the wire, newest first; a line opens and shows its JSON. */
export function TrafficPane({ api }: { api: string }) {
  const words = useWords()
  const [lines, setLines] = useState<readonly Line[]>([])
  const [from, setFrom] = useState(0)
  const last = lines[0]?.n ?? 0
  const known = useRef(lines)
  const { data, isError } = useQuery({
    queryKey: ['simulator', 'log', api],
    queryFn: async () => {
      const answer = await fetch(`${api}/log?${asked(known.current)}`)
      if (!answer.ok) throw new Error(answer.statusText)
      return (await answer.json()) as Page
    },
    refetchInterval: 1_000,
    gcTime: 0,
  })

  useEffect(() => {
    if (!data) return
    if (data.last < (known.current[0]?.n ?? 0)) setFrom(0)
    known.current = gather(known.current, data)
    setLines(known.current)
  }, [data])

  const shown = lines.filter((line) => line.n > from)
  return (
    <div className={css.traffic}>
      <div className={css.bar}>
        <span className={css.note}>{words.simulator.trafficHint}</span>
        <Button look="quiet" disabled={shown.length === 0} onClick={() => setFrom(last)}>
          {words.simulator.clear}
        </Button>
      </div>
      {isError && <p className={css.trouble}>{words.phone.down}</p>}
      {shown.length === 0 && <p className={css.empty}>{words.simulator.nothing}</p>}
      <ol className={css.lines} data-testid="traffic">
        {shown.map((line) => (
          <TrafficLine key={line.n} line={line} />
        ))}
      </ol>
    </div>
  )
}

function TrafficLine({ line }: { line: Line }) {
  const words = useWords()
  const dates = useDates()
  const [open, setOpen] = useState(false)
  const request = line.kind === 'request'
  return (
    <li className={css.line} data-testid="traffic-line" data-kind={line.kind}>
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className={request ? css.out : css.in}>{request ? words.simulator.request : words.simulator.webhook}</span>
        <span className={css.what}>
          {line.what ?? line.method} {line.recipient && <small>{phoneText(line.recipient)}</small>}
        </span>
        <span className={failed(line) ? css.bad : css.good}>{line.errorCode ?? line.statusCode ?? '–'}</span>
        <time>{dates.time(line.at)}</time>
      </button>
      {open && (
        <div className={css.detail}>
          {line.path && (
            <p>
              {line.method} {line.path}
            </p>
          )}
          {line.attempts && line.attempts > 1 && <p>{words.simulator.attempt(line.attempts)}</p>}
          {line.problem && <p className={css.bad}>{line.problem}</p>}
          {line.body ? <pre tabIndex={0}>{pretty(line.body)}</pre> : <p>{words.simulator.noBody}</p>}
        </div>
      )}
    </li>
  )
}
