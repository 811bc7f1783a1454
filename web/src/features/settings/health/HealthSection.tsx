import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconRefresh } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, ask } from '~/api/client'
import { useWorkspace } from '~/app/session'
import { useDates } from '~/i18n/dates'
import { Button } from '~/ui'
import { Notice, Section } from '~/ui/page'
import css from '../Settings.module.css'
import { grouped, type HealthLine, placeOf } from './lines'
import { useHealthWords } from './words'

const icons = { ok: IconCircleCheck, warning: IconAlertTriangle, problem: IconCircleX } as const
const tones = { ok: 'good', warning: 'warn', problem: 'danger' } as const

/** How the workspace stands, for whoever looks after it: each line in words, and what to do about it. */
export function HealthSection() {
  const words = useHealthWords()
  const dates = useDates()
  const { id: ws } = useWorkspace()
  const health = useQuery({
    queryKey: ['health', ws],
    queryFn: () => ask(api.GET('/api/v1/workspaces/{ws}/health', { params: { path: { ws } } })),
    refetchInterval: 15_000,
  })
  const report = health.data
  const state = (report?.state ?? 'ok') as keyof typeof tones
  const bad = report?.lines.filter((line) => line.state === state).length ?? 0
  return (
    <>
      <Section
        title={words.title}
        hint={words.hint}
        tools={
          <Button disabled={health.isFetching} onClick={() => void health.refetch()}>
            <IconRefresh size={16} aria-hidden /> {words.again}
          </Button>
        }
      >
        {health.isError && <Notice tone="danger">{words.failed}</Notice>}
        {report && (
          <div role="status" data-testid="health-state">
            <Notice tone={tones[state]}>{state === 'ok' ? words.all.ok : words.all[state](bad)}</Notice>
          </div>
        )}
        {report && <p className={css.none}>{words.version(report.version, dates.time(report.checkedAt))}</p>}
      </Section>
      {report &&
        grouped(report.lines).map(([group, lines]) => (
          <Section key={group} title={words.groups[group]}>
            <ul className={css.lines}>
              {lines.map((line, at) => (
                <Line key={`${line.id} ${line.subject ?? at}`} line={line} />
              ))}
            </ul>
          </Section>
        ))}
    </>
  )
}

function Line({ line }: { line: HealthLine }) {
  const words = useHealthWords()
  const dates = useDates()
  const Icon = icons[line.state as keyof typeof icons] ?? IconAlertTriangle
  const name = `${line.id} ${line.code}`
  const said = { subject: line.subject ?? '', count: line.count ?? 0, at: line.at ? dates.stamp(line.at) : '–', text: line.text ?? '' }
  const place = placeOf(line)
  return (
    <li data-state={line.state} data-testid="health-line">
      <Icon size={20} role="img" aria-label={words.states[line.state] ?? line.state} />
      <div title={line.at ? dates.full(line.at) : undefined}>
        {words.says[name]?.(said) ?? [name, line.subject, line.text].filter(Boolean).join(': ')}
        {words.mend[name] && (
          <small>
            {words.mend[name]}{' '}
            {place && 'section' in place && (
              <Link to="/settings/{-$section}" params={{ section: place.section }}>
                {words.toDo}
              </Link>
            )}
            {place && 'campaign' in place && (
              <Link to="/campaigns/$campaign" params={{ campaign: place.campaign }}>
                {words.toDo}
              </Link>
            )}
          </small>
        )}
      </div>
    </li>
  )
}
