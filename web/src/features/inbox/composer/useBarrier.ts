import { useQuery } from '@tanstack/react-query'
import { api, ask } from '~/api/client'
import type { Conversation, Message } from '~/api/types'
import { useWorkspace } from '~/app/session'
import { isAtLeast } from '~/model/access'

/** What keeps a reply from reaching anybody, known before it is sent. */
export type Barrier = 'readOnly' | 'blocked' | 'optedOut' | 'token' | null

const tokenCodes = new Set([0, 190])

export function useBarrier({ contact, channel }: Conversation, messages: readonly Message[]): Barrier {
  const { id: ws, role } = useWorkspace()
  const agent = isAtLeast(role, 'agent')
  const admin = isAtLeast(role, 'admin')
  const person = useQuery({
    queryKey: ['contacts', ws, contact.id],
    queryFn: () => ask(api.GET('/api/v1/workspaces/{ws}/contacts/{id}', { params: { path: { ws, id: contact.id } } })),
    staleTime: 30_000,
    enabled: agent,
  }).data?.contact
  const refused = useQuery({
    queryKey: ['refused tokens', ws],
    queryFn: async () => {
      const path = { ws }
      const [channels, connections] = await Promise.all([
        ask(api.GET('/api/v1/workspaces/{ws}/channels', { params: { path } })),
        ask(api.GET('/api/v1/workspaces/{ws}/connections', { params: { path } })),
      ])
      const lame = new Set(connections.items.filter((each) => each.tokenRefusedAt).map((each) => each.id))
      return channels.items.filter((each) => lame.has(each.connection)).map((each) => each.id)
    },
    staleTime: 60_000,
    enabled: admin,
  }).data

  if (!agent) return 'readOnly'
  if (person?.blockedAt) return 'blocked'
  if (person?.optedOut && !(person.lastInboundAt && person.lastInboundAt > person.optedOut.at)) return 'optedOut'
  // Who may not see connections still sees that the last one failed for its sake.
  const last = messages.findLast((each) => each.direction === 'outbound')
  const failed = last?.status === 'failed' && last.error != null && tokenCodes.has(last.error.code)
  return refused?.includes(channel.id) || (!admin && failed) ? 'token' : null
}
