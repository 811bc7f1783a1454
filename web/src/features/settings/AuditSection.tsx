import { useInfiniteQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { api, ask } from '~/api/client'
import { useWorkspace } from '~/app/session'
import { useWords } from '~/i18n'
import { useDates } from '~/i18n/dates'
import { Button, Field, TextInput } from '~/ui'
import { Notice, Section, Table } from '~/ui/page'
import css from './Settings.module.css'
import { useSettingsWords } from './words'

/** What people and programs did. */
export function AuditSection() {
  const words = useSettingsWords()
  const common = useWords()
  const dates = useDates()
  const { id: ws } = useWorkspace()
  const [typed, setTyped] = useState('')
  const action = useDeferredValue(typed.trim()) || undefined
  const log = useInfiniteQuery({
    queryKey: ['audit', ws, action],
    queryFn: ({ pageParam }) => ask(api.GET('/api/v1/workspaces/{ws}/audit', { params: { path: { ws }, query: { action, cursor: pageParam, limit: 50 } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (before) => before,
  })
  const lines = log.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Section title={common.nav.sections.audit ?? ''} hint={words.audit.hint}>
      <Field label={words.audit.action} hint={words.audit.actionHint}>
        {(ids) => <TextInput {...ids} value={typed} maxLength={100} onChange={(event) => setTyped(event.target.value)} />}
      </Field>
      {log.isError && <Notice tone="danger">{log.error.message}</Notice>}
      {log.data && lines.length === 0 && <p className={css.none}>{words.audit.none}</p>}
      {lines.length > 0 && (
        <Table label={common.nav.sections.audit ?? ''} head={[words.audit.at, words.audit.who, words.audit.what, words.audit.target]}>
          {lines.map((line) => (
            <tr key={line.id} data-testid="audit-line">
              <td className={css.time} title={dates.full(line.at)}>
                {dates.stamp(line.at)}
              </td>
              <td>{line.actor.name}</td>
              <td className={css.mono}>{line.action}</td>
              <td>
                <span className={css.mono}>{line.target}</span>
                <small>
                  {Object.entries(line.detail)
                    .map(([key, value]) => `${key}: ${value ?? '–'}`)
                    .join(', ')}
                </small>
              </td>
            </tr>
          ))}
        </Table>
      )}
      {log.hasNextPage && (
        <div>
          <Button onClick={() => void log.fetchNextPage()}>{common.common.more}</Button>
        </div>
      )}
    </Section>
  )
}
