import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api, ask } from '~/api/client'
import { useAct } from '~/app/useAct'
import { useWords } from '~/i18n'
import { useDates } from '~/i18n/dates'
import { Button, Dialog } from '~/ui'
import { Chip, Notice } from '~/ui/page'
import { answerOf, stateTone } from './DeliveryLog'
import css from './Webhooks.module.css'
import type { Webhook } from './WebhooksSection'
import { useWebhookWords } from './words'

/** One delivery: what was sent, what was answered each time, and sending it again. */
export function DeliveryDialog({ ws, webhook, id, onClose }: { ws: string; webhook: Webhook; id: string; onClose: () => void }) {
  const words = useWebhookWords()
  const common = useWords()
  const dates = useDates()
  const queries = useQueryClient()
  const path = { ws, webhook: webhook.id, delivery: Number(id) }
  const { busy, failure, act } = useAct()
  const found = useQuery({
    queryKey: ['deliveries', ws, webhook.id, 'one', id],
    queryFn: () => ask(api.GET('/api/v1/workspaces/{ws}/webhooks/{webhook}/deliveries/{delivery}', { params: { path } })),
    refetchInterval: ({ state: { data } }) => (data?.delivery.state === 'waiting' ? 3000 : false),
  })
  const shown = found.data?.delivery
  const trouble = failure ?? found.error
  return (
    <Dialog
      title={shown ? (words.kinds[shown.kind] ?? shown.kind) : words.log}
      closeLabel={common.common.close}
      width={760}
      onClose={onClose}
      actions={
        <Button
          look="primary"
          data-testid="replay"
          disabled={busy || webhook.state !== 'on' || !shown || shown.state === 'waiting'}
          onClick={() =>
            void act(async () => {
              await ask(api.POST('/api/v1/workspaces/{ws}/webhooks/{webhook}/deliveries/{delivery}/replay', { params: { path } }))
              await queries.invalidateQueries({ queryKey: ['deliveries', ws, webhook.id] })
            })
          }
        >
          {words.replay}
        </Button>
      }
    >
      {trouble && <Notice tone="danger">{trouble.message}</Notice>}
      {found.data && shown && (
        <>
          <p className={css.which}>
            <Chip tone={stateTone[shown.state] ?? 'plain'}>{words.filters[shown.state]}</Chip>
            <code>{shown.eventId}</code>
          </p>
          <h3 className={css.head}>{words.tries}</h3>
          {found.data.tries.length === 0 && <p>{words.untried}</p>}
          <ol className={css.tries}>
            {found.data.tries.map((attempt) => (
              <li key={attempt.at}>
                <span title={dates.full(attempt.at)}>
                  {dates.date(attempt.at)}, {dates.time(attempt.at)}
                </span>
                <strong data-good={(attempt.status ?? 0) >= 200 && (attempt.status ?? 0) < 300 ? true : undefined}>{answerOf(words, attempt)}</strong>
                <span>{words.milliseconds(attempt.milliseconds)}</span>
                {attempt.answer && <code>{attempt.answer}</code>}
              </li>
            ))}
          </ol>
          <h3 className={css.head}>{words.sent}</h3>
          <pre className={css.body} tabIndex={0} aria-label={words.sent}>
            {JSON.stringify(found.data.body, null, 2)}
          </pre>
        </>
      )}
    </Dialog>
  )
}
