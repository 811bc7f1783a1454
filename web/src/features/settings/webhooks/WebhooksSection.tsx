import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, ask } from '~/api/client'
import type { components } from '~/api/schema'
import { useWorkspace } from '~/app/session'
import { Button } from '~/ui'
import { Chip, Notice, Section, Table, type Tone } from '~/ui/page'
import css from '../Settings.module.css'
import { useWebhookWords } from './words'
import { WebhookDialog } from './WebhookDialog'
import { WebhookPanel } from './WebhookPanel'

const route = getRouteApi('/settings/{-$section}')

export type Webhook = components['schemas']['WebhookView']

const toneOf: Record<string, Tone> = { on: 'good', troubled: 'warn', off: 'plain', failing: 'danger', gone: 'danger' }

/** How a webhook does, in a word. */
export function HookState({ webhook }: { webhook: Webhook }) {
  const words = useWebhookWords()
  const state = webhook.state === 'on' && webhook.failingSince ? 'troubled' : webhook.state
  return <Chip tone={toneOf[state] ?? 'plain'}>{words.states[state]}</Chip>
}

/** Where events are posted to: all of them, or the one that is open. */
export function WebhooksSection() {
  const words = useWebhookWords()
  const { id: ws } = useWorkspace()
  const { webhook } = route.useSearch()
  const list = useQuery({ queryKey: ['webhooks', ws], queryFn: () => ask(api.GET('/api/v1/workspaces/{ws}/webhooks', { params: { path: { ws } } })) })
  const [making, setMaking] = useState(false)
  const open = list.data?.items.find(({ id }) => id === webhook)
  if (open && list.data) return <WebhookPanel key={open.id} ws={ws} webhook={open} kinds={list.data.kinds} />
  return (
    <>
      {list.isError && <Notice tone="danger">{list.error.message}</Notice>}
      <Section
        title={words.title}
        hint={words.hint}
        tools={
          <Button look="primary" data-testid="new-webhook" disabled={!list.data} onClick={() => setMaking(true)}>
            <IconPlus size={16} aria-hidden /> {words.new}
          </Button>
        }
      >
        {list.data?.items.length === 0 && <p className={css.none}>{words.none}</p>}
        {list.data && list.data.items.length > 0 && (
          <Table label={words.title} head={[words.address, words.events, words.state]}>
            {list.data.items.map((each) => (
              <tr key={each.id} data-testid="webhook">
                <th scope="row">
                  <Link to="/settings/{-$section}" params={{ section: 'webhooks' }} search={{ webhook: each.id }}>
                    {each.url}
                  </Link>
                  {each.description && <small>{each.description}</small>}
                </th>
                <td>{words.countOf(each.kinds.length, list.data.kinds.length)}</td>
                <td>
                  <HookState webhook={each} />
                </td>
              </tr>
            ))}
          </Table>
        )}
      </Section>
      {making && list.data && <WebhookDialog ws={ws} kinds={list.data.kinds} onClose={() => setMaking(false)} />}
    </>
  )
}
