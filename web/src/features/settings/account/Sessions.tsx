import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '~/api/client'
import { Confirm } from '~/app/Confirm'
import { useAct } from '~/app/useAct'
import { useWords } from '~/i18n'
import { useDates } from '~/i18n/dates'
import { Button } from '~/ui'
import { Chip, Notice, Section, Table } from '~/ui/page'
import css from '../Settings.module.css'
import { useSettingsWords } from '../words'
import { deviceOf } from './device'

const key = ['own-sessions']

/** Where one is signed in; any of it can be ended from here. */
export function Sessions() {
  const { sessions: words } = useSettingsWords()
  const common = useWords()
  const dates = useDates()
  const queries = useQueryClient()
  const { busy, failure, act } = useAct()
  const [endingAll, setEndingAll] = useState(false)
  const sessions = useQuery({ queryKey: key, queryFn: () => ask(api.GET('/api/v1/session/all')) })
  const refresh = () => queries.invalidateQueries({ queryKey: key })
  const items = sessions.data?.items ?? []
  const end = (session: string) =>
    act(async () => {
      await ask(api.DELETE('/api/v1/session/all/{session}', { params: { path: { session } } }))
      await refresh()
    })
  const nameOf = (agent: string | null) => {
    const device = agent === null ? null : deviceOf(agent)
    return device ? [device.browser, device.system].filter(Boolean).join(', ') : (agent?.slice(0, 60) ?? words.unknown)
  }
  return (
    <Section
      title={words.title}
      hint={words.hint}
      tools={
        items.length > 1 && (
          <Button data-testid="end-others" onClick={() => setEndingAll(true)}>
            {words.endOthers}
          </Button>
        )
      }
    >
      {(failure || sessions.isError) && <Notice tone="danger">{(failure ?? sessions.error)?.message}</Notice>}
      {items.length > 0 && (
        <Table label={words.title} head={[words.device, words.address, words.seen, words.began, '']}>
          {items.map((session) => (
            <tr key={session.id} data-testid="own-session">
              <th scope="row" title={session.device ?? undefined}>
                {nameOf(session.device)} {session.current && <Chip tone="good">{words.here}</Chip>}
              </th>
              <td className={css.mono}>{session.address ?? '–'}</td>
              <td className={css.time} title={dates.full(session.seenAt)}>
                {session.current ? words.now : dates.stamp(session.seenAt)}
              </td>
              <td className={css.time}>{dates.date(session.createdAt)}</td>
              <td>
                {!session.current && (
                  <div className={css.right}>
                    <Button look="quiet" disabled={busy} aria-label={words.endOne(nameOf(session.device))} onClick={() => void end(session.id)}>
                      {words.end}
                    </Button>
                  </div>
                )}
              </td>
            </tr>
          ))}
        </Table>
      )}
      {endingAll && (
        <Confirm
          title={words.endTitle(items.length - 1)}
          hint={words.endHint}
          label={words.endOthers}
          close={common.common.close}
          onClose={() => setEndingAll(false)}
          onDo={async () => {
            await ask(api.DELETE('/api/v1/session/all'))
            await refresh()
          }}
        />
      )}
    </Section>
  )
}
