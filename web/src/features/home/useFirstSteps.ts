import { useQueries } from '@tanstack/react-query'
import { api, ask } from '~/api/client'
import { useSession, useWorkspace } from '~/app/session'
import { isAtLeast } from '~/model/access'
import { type Step, stepsOf } from './steps'
import { useHomeWords } from './words'

const often = 5_000

/** How far this workspace is, asked again and again while it is looked at. Null until all of it is known. */
export function useFirstSteps(): { steps: Step[] | null; failure: Error | null; retry: () => void } {
  const words = useHomeWords()
  const { data: session } = useSession()
  const { id: ws, role } = useWorkspace()
  const path = { ws }
  const enabled = isAtLeast(role, 'admin')
  const one = <T,>(name: string, queryFn: () => Promise<T>) => ({ queryKey: ['home', ws, name], queryFn, enabled, refetchInterval: often })
  return useQueries({
    queries: [
      one('talks', () => ask(api.GET('/api/v1/workspaces/{ws}/conversations', { params: { path, query: { limit: 20 } } }))),
      one('flows', () => ask(api.GET('/api/v1/workspaces/{ws}/flows', { params: { path, query: { limit: 100 } } }))),
      one('published', () => ask(api.GET('/api/v1/workspaces/{ws}/audit', { params: { path, query: { action: 'flow.publish', limit: 50 } } }))),
      one('channels', () => ask(api.GET('/api/v1/workspaces/{ws}/channels', { params: { path } }))),
      one('members', () => ask(api.GET('/api/v1/workspaces/{ws}/users', { params: { path } }))),
      one('invitations', () => ask(api.GET('/api/v1/workspaces/{ws}/invitations', { params: { path } }))),
    ],
    combine: ([talks, flows, published, channels, members, invitations]) => {
      const all = [talks, flows, published, channels, members, invitations]
      const known = talks.data && flows.data && published.data && channels.data && members.data && invitations.data
      return {
        steps: known
          ? stepsOf(
              { talks: talks.data.items, flows: flows.data.items, published: published.data.items, channels: channels.data.items, members: members.data.items, invitations: invitations.data.items },
              session?.user.id ?? '',
              words.unnamed,
            )
          : null,
        failure: known ? null : (all.find(({ error }) => error)?.error ?? null),
        retry: () => all.forEach((each) => void each.refetch()),
      }
    },
  })
}
