import { IconRefresh } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, ask } from '~/api/client'
import type { components } from '~/api/schema'
import { useWords } from '~/i18n'
import { useDates } from '~/i18n/dates'
import { Button, Field, IconButton, Select } from '~/ui'
import { Chip, Notice, Section, Table, type Tone } from '~/ui/page'
import { Confirm } from '~/app/Confirm'
import settings from '../Settings.module.css'
import { DeliveryDialog } from './DeliveryDialog'
import css from './Webhooks.module.css'
import type { Webhook } from './WebhooksSection'
import { useWebhookWords } from './words'

const route = getRouteApi('/settings/{-$section}')
const week = 7 * 86_400_000

export const stateTone: Record<string, Tone> = { waiting: 'warn', delivered: 'good', failed: 'danger' }

/** What became of an attempt, in a few words. */
export function answerOf(words: ReturnType<typeof useWebhookWords>, attempt: components['schemas']['DeliveryTry'] | null | undefined) {
  if (!attempt) return '–'
  return attempt.error ? (words.errors[attempt.error] ?? attempt.error) : String(attempt.status)
}

/** What was posted, by its state; the filter and the open one stand in the address. */
export function DeliveryLog({ ws, webhook }: { ws: string; webhook: Webhook }) {
  const words = useWebhookWords()
  const common = useWords()
  const dates = useDates()
  const navigate = useNavigate()
  const { state, delivery } = route.useSearch()
  const [replaying, setReplaying] = useState(false)
  const [told, setTold] = useState<string | null>(null)
  const path = { ws, webhook: webhook.id }
  const log = useInfiniteQuery({
    queryKey: ['deliveries', ws, webhook.id, state],
    queryFn: ({ pageParam }) => ask(api.GET('/api/v1/workspaces/{ws}/webhooks/{webhook}/deliveries', { params: { path, query: { state, cursor: pageParam, limit: 50 } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (before) => before,
    // only what is waiting changes by itself
    refetchInterval: ({ state: { data } }) => (data?.pages.length === 1 && data.pages[0]?.items.some((each) => each.state === 'waiting') ? 3000 : false),
  })
  const lines = log.data?.pages.flatMap((page) => page.items) ?? []
  const show = (search: { state?: 'waiting' | 'delivered' | 'failed'; delivery?: string }) =>
    void navigate({ to: '/settings/{-$section}', params: { section: 'webhooks' }, search: { webhook: webhook.id, state, ...search }, replace: search.delivery === undefined })
  return (
    <Section
      title={words.log}
      hint={words.logHint}
      tools={
        <>
          <Button look="quiet" disabled={webhook.state !== 'on'} onClick={() => setReplaying(true)}>
            {words.replayFailed}
          </Button>
          <IconButton label={words.refresh} onClick={() => void log.refetch()}>
            <IconRefresh size={16} aria-hidden />
          </IconButton>
        </>
      }
    >
      <div className={css.filter}>
        <Field label={words.filter}>
          {(ids) => (
            <Select
              {...ids}
              value={state ?? ''}
              options={Object.entries(words.filters).map(([value, label]) => ({ value, label }))}
              onChange={(value) => show({ state: value === '' ? undefined : (value as 'waiting') })}
            />
          )}
        </Field>
      </div>
      {told && <Notice tone="good">{told}</Notice>}
      {log.isError && <Notice tone="danger">{log.error.message}</Notice>}
      {log.data && lines.length === 0 && <p className={settings.none}>{words.empty}</p>}
      {lines.length > 0 && (
        <Table label={words.log} head={[words.event, words.state, words.answer, words.at]}>
          {lines.map((line) => (
            <tr key={line.id} data-testid="delivery">
              <th scope="row">
                <button type="button" className={css.line} onClick={() => show({ delivery: line.id })}>
                  {words.kinds[line.kind] ?? line.kind}
                </button>
                <small className={settings.mono}>{line.eventId}</small>
              </th>
              <td>
                <Chip tone={stateTone[line.state] ?? 'plain'}>{words.filters[line.state]}</Chip>
                {line.attempts > 0 && <small>{words.attempts(line.attempts)}</small>}
              </td>
              <td>
                {answerOf(words, line.lastTry)}
                {line.nextAt && line.attempts > 0 && <small>{words.next(dates.time(line.nextAt))}</small>}
              </td>
              <td className={settings.time} title={dates.full(line.createdAt)}>
                {dates.stamp(line.createdAt)}
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
      {delivery && <DeliveryDialog ws={ws} webhook={webhook} id={delivery} onClose={() => show({ delivery: undefined })} />}
      {replaying && (
        <Confirm
          title={words.replayTitle}
          hint={words.replayHint}
          label={words.replay}
          close={common.common.close}
          onClose={() => setReplaying(false)}
          onDo={async () => {
            const { count } = await ask(
              api.POST('/api/v1/workspaces/{ws}/webhooks/{webhook}/replay', { params: { path }, body: { since: new Date(Date.now() - week).toISOString() } }),
            )
            setTold(words.replayed(count))
            await log.refetch()
          }}
        />
      )}
    </Section>
  )
}
