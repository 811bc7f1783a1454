import { useState } from 'react'
import { api, ask, call } from '~/api/client'
import type { Conversation } from '~/api/types'
import { useInboxStore } from '~/app/InboxProvider'
import { useAct } from '~/app/useAct'
import { useWords } from '~/i18n'
import { newId } from '~/live/newId'
import { Button, Dialog, Select } from '~/ui'
import { Notice } from '~/ui/page'
import { usePublishedFlows } from '../desk/HandBackDialog'
import { useDeskWords } from '../desk/words'

interface SessionDialogProps {
  what: 'stop' | 'move'
  conversation: Conversation
  session: { id: string; flowName: string }
  onClose: () => void
  onDone: () => void
}

/** Ends what runs with a person; to move them, another flow begins in its place. */
export function SessionDialog({ what, conversation, session, onClose, onDone }: SessionDialogProps) {
  const common = useWords()
  const { side, handBack } = useDeskWords()
  const store = useInboxStore()
  const flows = usePublishedFlows()
  const [flow, setFlow] = useState('')
  const [key] = useState(newId)
  const { busy, failure, act } = useAct()
  const flowId = flow || (flows[0]?.id ?? '')
  const ws = store?.workspace ?? ''
  const { id } = conversation

  const stop = () =>
    ask(api.POST('/api/v1/workspaces/{ws}/conversations/{id}/sessions/{session}/stop', { params: { path: { ws, id, session: session.id } } }))
  const move = () =>
    conversation.owner === 'bot'
      ? call('POST', `/api/v1/workspaces/${encodeURIComponent(ws)}/flows/${encodeURIComponent(flowId)}/start`, { contact: { conversationId: id }, interrupt: true }, { headers: { 'idempotency-key': key } })
      : store?.deeds.handBack(id, { where: 'flow', flowId })
  const go = async () => {
    const done = await act(async () => {
      await (what === 'stop' ? stop() : move())
      store?.lists.fetch(id)
    })
    if (!done) return
    onDone()
    onClose()
  }
  return (
    <Dialog
      title={what === 'stop' ? side.stopTitle : side.moveTitle}
      closeLabel={common.common.close}
      onClose={onClose}
      width={420}
      actions={
        <>
          <Button onClick={onClose}>{common.common.cancel}</Button>
          <Button look="primary" data-testid="session-now" disabled={busy || (what === 'move' && flowId === '')} onClick={() => void go()}>
            {what === 'stop' ? side.stop : side.move.replace('…', '')}
          </Button>
        </>
      }
    >
      {failure && <Notice tone="danger">{failure.message}</Notice>}
      <p>{what === 'stop' ? side.stopHint(session.flowName) : side.moveHint}</p>
      {what === 'move' &&
        (flows.length > 0 ? (
          <Select aria-label={handBack.which} value={flowId} onChange={setFlow} options={flows.map((each) => ({ value: each.id, label: each.name }))} />
        ) : (
          <p>{handBack.noFlows}</p>
        ))}
    </Dialog>
  )
}
