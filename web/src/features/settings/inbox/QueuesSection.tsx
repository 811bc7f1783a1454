import { IconPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '~/api/client'
import type { Queue } from '~/api/types'
import { useInbox } from '~/app/InboxProvider'
import { useWorkspace } from '~/app/session'
import { useWords } from '~/i18n'
import { isAtLeast } from '~/model/access'
import { Button } from '~/ui'
import { Chip, Notice, Section, Table } from '~/ui/page'
import { Confirm } from '~/app/Confirm'
import css from '../Settings.module.css'
import { QueueDialog } from './QueueDialog'
import { useInboxSettingsWords } from './words'

/** The queues, their teams, and how conversations are given out. */
export function QueuesSection() {
  const common = useWords()
  const { queues: words } = useInboxSettingsWords()
  const { id: ws, role } = useWorkspace()
  const queries = useQueryClient()
  const counts = useInbox((state) => state.counts, null)
  const queues = useQuery({ queryKey: ['queues', ws], queryFn: () => ask(api.GET('/api/v1/workspaces/{ws}/queues', { params: { path: { ws } } })) })
  const [editing, setEditing] = useState<Queue | 'new' | null>(null)
  const [leaving, setLeaving] = useState<Queue | null>(null)
  const writes = isAtLeast(role, 'admin')
  const refresh = () => queries.invalidateQueries({ queryKey: ['queues', ws] })
  return (
    <>
      {queues.isError && <Notice tone="danger">{queues.error.message}</Notice>}
      <Section
        title={words.title}
        hint={words.hint}
        tools={
          writes && (
            <Button look="primary" data-testid="new-queue" onClick={() => setEditing('new')}>
              <IconPlus size={16} aria-hidden /> {words.add}
            </Button>
          )
        }
      >
        {queues.data?.items.length === 0 && <p className={css.none}>{words.none}</p>}
        {queues.data && queues.data.items.length > 0 && (
          <Table label={words.title} head={[words.name, words.members, words.waiting, '']}>
            {queues.data.items.map((queue) => (
              <tr key={queue.key} data-testid="queue">
                <th scope="row">
                  {queue.title} <Chip>{queue.roundRobin ? words.inTurn : words.byHand}</Chip>
                  <small>{queue.key}</small>
                </th>
                <td title={queue.members.map((each) => each.name).join(', ')}>{queue.members.length === 0 ? words.nobody : words.people(queue.members.length)}</td>
                <td>{(counts?.open.queues[queue.key] ?? 0).toLocaleString()}</td>
                <td>
                  {writes && (
                    <div className={css.right}>
                      <Button look="quiet" aria-label={`${common.common.edit} ${queue.title}`} onClick={() => setEditing(queue)}>
                        {common.common.edit}
                      </Button>
                      <Button look="quiet" aria-label={words.removeTitle(queue.title)} onClick={() => setLeaving(queue)}>
                        {words.remove}
                      </Button>
                    </div>
                  )}
                </td>
              </tr>
            ))}
          </Table>
        )}
      </Section>
      {editing && <QueueDialog ws={ws} queue={editing === 'new' ? null : editing} onClose={() => setEditing(null)} onDone={() => void refresh()} />}
      {leaving && (
        <Confirm
          title={words.removeTitle(leaving.title)}
          hint={words.removeHint}
          label={words.remove}
          close={common.common.close}
          onClose={() => setLeaving(null)}
          onDo={async () => {
            await ask(api.DELETE('/api/v1/workspaces/{ws}/queues/{queue}', { params: { path: { ws, queue: leaving.key } } }))
            await refresh()
          }}
        />
      )}
    </>
  )
}
