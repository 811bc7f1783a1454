import { useNavigate } from '@tanstack/react-router'
import { type MouseEvent, type RefObject, useCallback } from 'react'
import type { Message } from '~/api/types'
import { useInboxStore } from '~/app/InboxProvider'
import type { Item } from '~/model/layout'
import type { Say } from '~/model/outbox'

/** What the thread asks of those around it. */
export interface ThreadWishes {
  /** Answer this message. */
  quote: (message: Message) => void
  template: () => void
  /** It was taken back before it went: somebody goes on writing it. */
  rewrite: (say: Say) => void
  view: (address: string) => void
}

interface Acts {
  id: number
  channel: number
  items: RefObject<readonly Item[]>
  wishes: ThreadWishes
  react: (key: string | null) => void
  moreEmoji: (message: Message) => void
  jump: (wamid: string) => void
}

/** One listener for all clicks in the log: the lines only name what they offer. */
export function useThreadActs({ id, channel, items, wishes, react, moreEmoji, jump }: Acts) {
  const store = useInboxStore()
  const navigate = useNavigate()
  return useCallback(
    (event: MouseEvent<HTMLElement>) => {
      const target = event.target as HTMLElement
      const step = target.closest<HTMLElement>('[data-flow]')
      if (step?.dataset.flow && !event.metaKey && !event.ctrlKey && !event.shiftKey) {
        event.preventDefault()
        void navigate({ to: '/flows/$flow', params: { flow: step.dataset.flow }, search: { step: step.dataset.step || undefined } })
        return
      }
      const button = target.closest<HTMLElement>('[data-act]')
      const key = target.closest<HTMLElement>('[data-key]')?.dataset.key
      const item = items.current.find((each) => each.key === key)
      if (!button || !item) {
        react(null)
        return
      }
      const { act, emoji, address } = button.dataset
      if (item.type === 'pending') {
        const { clientId } = item.pending
        if (act === 'retry' || act === 'force') store?.sending.retry(clientId, act === 'force')
        else if (act === 'discard') store?.sending.discard(clientId)
        else if (act === 'template') wishes.template()
        else if (act === 'view' && address) wishes.view(address)
        else if (act === 'undo') {
          const say = store?.sending.undo(clientId)
          if (say) wishes.rewrite(say)
        }
        return
      }
      if (item.type !== 'bubble') return
      const { message } = item
      switch (act) {
        case 'reply':
          return wishes.quote(message)
        case 'react':
          return react(item.key)
        case 'emoji':
          react(null)
          return void store?.sending.send(id, { type: 'reply', channel, content: { type: 'reaction', targetWamid: message.wamid ?? '', emoji: emoji ?? '' } })
        case 'more':
          react(null)
          return moreEmoji(message)
        case 'jump':
          return jump(message.replyTo ?? '')
        case 'resend':
          return void store?.sending.send(id, { type: 'reply', channel, content: message.content, replyTo: message.replyTo ?? undefined })
        case 'template':
          return wishes.template()
        case 'view':
          return wishes.view(address ?? '')
      }
    },
    [store, navigate, id, channel, items, wishes, react, moreEmoji, jump],
  )
}
