import { useQuery } from '@tanstack/react-query'
import { api, ask } from '~/api/client'
import type { Conversation } from '~/api/types'
import { useInboxStore } from '~/app/InboxProvider'

const mostPages = 5

/** The flows that ran in a conversation, the newest first; asked again when the bot has moved. */
export function useSessions(conversation: Conversation) {
  const ws = useInboxStore()?.workspace ?? ''
  const { id, bot, owner } = conversation
  return useQuery({
    queryKey: ['sessions', ws, id, bot?.flowId, bot?.nodeId, owner],
    queryFn: () => ask(api.GET('/api/v1/workspaces/{ws}/conversations/{id}/sessions', { params: { path: { ws, id }, query: { limit: 20 } } })),
    enabled: ws !== '',
    placeholderData: (before) => before,
  })
}

/** What a session has saved, the last value of each name. */
export function useVariables(conversation: Conversation, session: string | undefined) {
  const ws = useInboxStore()?.workspace ?? ''
  const { id, bot } = conversation
  return useQuery({
    queryKey: ['variables', ws, id, session, bot?.nodeId, conversation.lastMessage?.seq],
    queryFn: async () => {
      const found = new Map<string, unknown>()
      let cursor: string | undefined
      for (let page = 0; page < mostPages; page++) {
        const path = { ws, id, session: session ?? '' }
        const detail = await ask(
          api.GET('/api/v1/workspaces/{ws}/conversations/{id}/sessions/{session}', { params: { path, query: { cursor, limit: 200 } } }),
        )
        for (const turn of detail.turns) for (const { name, value } of turn.variables) found.set(name, value)
        if (!detail.next) break
        cursor = detail.next
      }
      return [...found].map(([name, value]) => ({ name, value }))
    },
    enabled: ws !== '' && session !== undefined,
    placeholderData: (before) => before,
  })
}

/** A value as one line of text. */
export const valueText = (value: unknown) => (typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value))
