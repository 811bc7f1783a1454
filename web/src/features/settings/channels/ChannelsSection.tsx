import { IconPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '~/api/client'
import type { components } from '~/api/schema'
import { useWorkspace } from '~/app/session'
import { useWords } from '~/i18n'
import { phoneText } from '~/model/phoneText'
import { Button } from '~/ui'
import { Chip, Notice, Section, Table } from '~/ui/page'
import { Confirm } from '~/app/Confirm'
import css from '../Settings.module.css'
import { useSettingsWords } from '../words'
import { Connection } from './Connection'
import { ConnectionDialog } from './ConnectionDialog'
import { RegisterDialog } from './RegisterDialog'

type Channel = components['schemas']['ChannelInfo']

/** The numbers in use, and the connections that they come from. */
export function ChannelsSection() {
  const words = useSettingsWords()
  const common = useWords()
  const queries = useQueryClient()
  const { id: ws } = useWorkspace()
  const path = { ws }
  const channels = useQuery({ queryKey: ['channels', ws], queryFn: () => ask(api.GET('/api/v1/workspaces/{ws}/channels', { params: { path } })) })
  const connections = useQuery({ queryKey: ['connections', ws], queryFn: () => ask(api.GET('/api/v1/workspaces/{ws}/connections', { params: { path } })) })
  const [adding, setAdding] = useState(false)
  const [registering, setRegistering] = useState<Channel | null>(null)
  const [leaving, setLeaving] = useState<Channel | null>(null)
  const failure = channels.error ?? connections.error
  return (
    <>
      {failure && <Notice tone="danger">{failure.message}</Notice>}
      <Section title={words.channels.channels}>
        <Table label={words.channels.channels} head={[words.channels.title, words.channels.actions]}>
          {channels.data?.items.map((channel) => (
            <tr key={channel.id} data-testid="channel">
              <th scope="row">
                {channel.title} {channel.simulated && <Chip>{words.channels.simulated}</Chip>} {channel.tokenRefusedAt && <Chip tone="danger">{words.channels.held}</Chip>}
                <small>
                  {phoneText(channel.number)} · {words.channels.rate(channel.messagesPerSecond)}
                </small>
              </th>
              <td>
                {!channel.simulated && (
                  <div className={css.right}>
                    <Button look="quiet" onClick={() => setRegistering(channel)}>
                      {words.channels.register}
                    </Button>
                    <Button look="quiet" onClick={() => setLeaving(channel)}>
                      {words.channels.removeChannel}
                    </Button>
                  </div>
                )}
              </td>
            </tr>
          ))}
        </Table>
      </Section>
      <Section
        title={words.channels.connections}
        hint={words.channels.connectionsHint}
        tools={
          <Button look="primary" data-testid="add-connection" onClick={() => setAdding(true)}>
            <IconPlus size={16} aria-hidden /> {words.channels.add}
          </Button>
        }
      >
        {connections.data?.items.length === 0 && <p className={css.none}>{words.channels.none}</p>}
      </Section>
      {connections.data?.items.map((each) => (
        <Connection key={each.id} ws={ws} connection={each} />
      ))}
      {adding && <ConnectionDialog ws={ws} onClose={() => setAdding(false)} />}
      {registering && <RegisterDialog ws={ws} channel={registering.id} number={phoneText(registering.number)} onClose={() => setRegistering(null)} />}
      {leaving && (
        <Confirm
          title={words.channels.removeChannelTitle(phoneText(leaving.number))}
          hint={words.channels.removeChannelHint}
          label={words.channels.removeChannel}
          close={common.common.close}
          onClose={() => setLeaving(null)}
          onDo={async () => {
            await ask(api.DELETE('/api/v1/workspaces/{ws}/channels/{id}', { params: { path: { ws, id: leaving.id } } }))
            await queries.invalidateQueries({ queryKey: ['channels', ws] })
          }}
        />
      )}
    </>
  )
}
