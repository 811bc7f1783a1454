import { IconArrowLeft } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, ask } from '~/api/client'
import { useAct } from '~/app/useAct'
import { useWords } from '~/i18n'
import { useDates } from '~/i18n/dates'
import { Button, Dialog } from '~/ui'
import { Fact, Facts, Notice, Row, Section } from '~/ui/page'
import { Confirm } from '~/app/Confirm'
import settings from '../Settings.module.css'
import { DeliveryLog } from './DeliveryLog'
import { Secret } from './Secret'
import { WebhookDialog } from './WebhookDialog'
import css from './Webhooks.module.css'
import { HookState, type Webhook } from './WebhooksSection'
import { useWebhookWords } from './words'

/** One webhook: how it does, what can be done with it, and its log. */
export function WebhookPanel({ ws, webhook, kinds }: { ws: string; webhook: Webhook; kinds: readonly string[] }) {
  const words = useWebhookWords()
  const common = useWords()
  const dates = useDates()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const path = { ws, webhook: webhook.id }
  const [dialog, setDialog] = useState<'edit' | 'rotate' | 'remove' | null>(null)
  const [secret, setSecret] = useState<string | null>(null)
  const [told, setTold] = useState<string | null>(null)
  const { busy, failure, act } = useAct()
  const refresh = () => queries.invalidateQueries({ queryKey: ['webhooks', ws] })
  const change = (on: boolean) =>
    act(async () => {
      await ask(api.PATCH('/api/v1/workspaces/{ws}/webhooks/{webhook}', { params: { path }, body: { url: null, kinds: null, description: null, on } }))
      await refresh()
    })
  const isOn = webhook.state === 'on'
  return (
    <>
      <Link to="/settings/{-$section}" params={{ section: 'webhooks' }} className={css.back}>
        <IconArrowLeft size={16} aria-hidden /> {words.back}
      </Link>
      <Section
        title={webhook.description || words.title}
        hint={<span className={css.url}>{webhook.url}</span>}
        tools={
          <>
            <Button look="quiet" onClick={() => setDialog('edit')}>
              {words.edit}
            </Button>
            <Button look="quiet" onClick={() => setDialog('rotate')}>
              {words.rotate}
            </Button>
            <Button look="quiet" onClick={() => setDialog('remove')}>
              {words.remove}
            </Button>
          </>
        }
      >
        {failure && <Notice tone="danger">{failure.message}</Notice>}
        {webhook.state === 'failing' && <Notice tone="danger">{words.failing}</Notice>}
        {webhook.state === 'gone' && <Notice tone="danger">{words.gone}</Notice>}
        {isOn && webhook.failingSince && <Notice tone="warn">{words.failingSince(dates.full(webhook.failingSince))}</Notice>}
        {told && <Notice tone="good">{told}</Notice>}
        {webhook.previousUntil && (
          <Notice tone="info">
            {words.previous(dates.full(webhook.previousUntil))}
            <Row>
              <Button
                disabled={busy}
                onClick={() =>
                  void act(async () => {
                    await ask(api.DELETE('/api/v1/workspaces/{ws}/webhooks/{webhook}/previous-secret', { params: { path } }))
                    await refresh()
                  })
                }
              >
                {words.endPrevious}
              </Button>
            </Row>
          </Notice>
        )}
        <Facts>
          <Fact label={words.state}>
            <HookState webhook={webhook} />
          </Fact>
          <Fact label={words.events}>{words.countOf(webhook.kinds.length, kinds.length)}</Fact>
          <Fact label={words.secret}>
            <span className={settings.mono}>••••{webhook.secretEnd}</span>
          </Fact>
          <Fact label={words.since}>{dates.date(webhook.createdAt)}</Fact>
        </Facts>
        <Row>
          <Button look="primary" disabled={busy || !isOn} data-testid="test-webhook" onClick={() => void act(async () => {
            await ask(api.POST('/api/v1/workspaces/{ws}/webhooks/{webhook}/test', { params: { path } }))
            setTold(words.tested)
            await queries.invalidateQueries({ queryKey: ['deliveries', ws, webhook.id] })
          })}>
            {words.test}
          </Button>
          <Button disabled={busy} onClick={() => void change(!isOn)}>
            {isOn ? words.switchOff : words.switchOn}
          </Button>
        </Row>
      </Section>
      <DeliveryLog ws={ws} webhook={webhook} />
      {dialog === 'edit' && <WebhookDialog ws={ws} kinds={kinds} webhook={webhook} onClose={() => setDialog(null)} />}
      {dialog === 'rotate' && (
        <Confirm
          title={words.rotateTitle}
          hint={words.rotateHint}
          label={words.rotate}
          close={common.common.close}
          onClose={() => setDialog(null)}
          onDo={async () => {
            setSecret((await ask(api.POST('/api/v1/workspaces/{ws}/webhooks/{webhook}/secret', { params: { path } }))).secret)
            await refresh()
          }}
        />
      )}
      {dialog === 'remove' && (
        <Confirm
          title={words.removeTitle}
          hint={words.removeHint}
          label={words.remove}
          close={common.common.close}
          onClose={() => setDialog(null)}
          onDo={async () => {
            await ask(api.DELETE('/api/v1/workspaces/{ws}/webhooks/{webhook}', { params: { path } }))
            await navigate({ to: '/settings/{-$section}', params: { section: 'webhooks' }, replace: true })
            await refresh()
          }}
        />
      )}
      {secret !== null && (
        <Dialog
          title={words.rotate}
          closeLabel={common.common.close}
          width={560}
          onClose={() => setSecret(null)}
          actions={
            <Button look="primary" onClick={() => setSecret(null)}>
              {common.common.close}
            </Button>
          }
        >
          <Secret value={secret} />
        </Dialog>
      )}
    </>
  )
}
