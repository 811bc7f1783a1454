import { IconPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '~/api/client'
import type { components } from '~/api/schema'
import { useWorkspace } from '~/app/session'
import { useWords } from '~/i18n'
import { isAtLeast } from '~/model/access'
import { Button } from '~/ui'
import { Notice, Search, Section, Table } from '~/ui/page'
import { Confirm } from '~/app/Confirm'
import css from '../Settings.module.css'
import { ReplyDialog } from './ReplyDialog'
import { useInboxSettingsWords } from './words'

export type SavedReply = components['schemas']['SavedReplyView']

/** The replies that the team uses again. */
export function RepliesSection() {
  const common = useWords()
  const { replies: words } = useInboxSettingsWords()
  const { id: ws, role } = useWorkspace()
  const queries = useQueryClient()
  const key = ['saved-replies', ws]
  const replies = useQuery({ queryKey: key, queryFn: () => ask(api.GET('/api/v1/workspaces/{ws}/saved-replies', { params: { path: { ws } } })) })
  const [text, setText] = useState('')
  const [editing, setEditing] = useState<SavedReply | 'new' | null>(null)
  const [leaving, setLeaving] = useState<SavedReply | null>(null)
  const writes = isAtLeast(role, 'agent')
  const refresh = () => queries.invalidateQueries({ queryKey: key })
  const wanted = text.trim().toLowerCase()
  const all = replies.data?.items ?? []
  const found = all.filter((each) => `${each.shortcut} ${each.text}`.toLowerCase().includes(wanted))
  return (
    <>
      {replies.isError && <Notice tone="danger">{replies.error.message}</Notice>}
      <Section
        title={words.title}
        hint={words.hint}
        tools={
          writes && (
            <Button look="primary" data-testid="new-reply" onClick={() => setEditing('new')}>
              <IconPlus size={16} aria-hidden /> {words.add}
            </Button>
          )
        }
      >
        {all.length > 8 && <Search label={words.search} value={text} onChange={setText} />}
        {replies.data && found.length === 0 && <p className={css.none}>{all.length === 0 ? words.none : words.noMatch}</p>}
        {found.length > 0 && (
          <Table label={words.title} head={[words.shortcut, words.text, '']}>
            {found.map((reply) => (
              <tr key={reply.id} data-testid="saved-reply">
                <th scope="row">/{reply.shortcut}</th>
                <td className={css.wrap}>{reply.text}</td>
                <td>
                  {writes && (
                    <div className={css.right}>
                      <Button look="quiet" aria-label={`${common.common.edit} ${reply.shortcut}`} onClick={() => setEditing(reply)}>
                        {common.common.edit}
                      </Button>
                      <Button look="quiet" aria-label={words.removeTitle(reply.shortcut)} onClick={() => setLeaving(reply)}>
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
      {editing && <ReplyDialog ws={ws} reply={editing === 'new' ? null : editing} onClose={() => setEditing(null)} onDone={() => void refresh()} />}
      {leaving && (
        <Confirm
          title={words.removeTitle(leaving.shortcut)}
          hint={words.removeHint}
          label={words.remove}
          close={common.common.close}
          onClose={() => setLeaving(null)}
          onDo={async () => {
            await ask(api.DELETE('/api/v1/workspaces/{ws}/saved-replies/{reply}', { params: { path: { ws, reply: leaving.id } } }))
            await refresh()
          }}
        />
      )}
    </>
  )
}
