import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { ApiError, api, ask } from '~/api/client'
import { carry, whenSignedOut } from '~/api/guard'
import type { Session } from '~/api/types'
import { keep, kept, signedInAs } from '~/storage'
import { chosenFirst, type Role } from '~/model/access'

const key = ['session']

/** Who is here. A server that is away is asked again; "not signed in" is an answer. The workspace in use is the first. */
export function useSession() {
  return useQuery({
    queryKey: key,
    queryFn: async () => {
      const session = await ask(api.GET('/api/v1/session'))
      take(session)
      return session
    },
    select: inUse,
    staleTime: Infinity,
    retry: (_, problem) => problem instanceof ApiError && problem.passing,
    retryDelay: (attempt) => Math.min(10_000, 500 * 2 ** attempt),
  })
}

function take(session: Session) {
  carry(session.antiforgery)
  signedInAs(session.user.id)
}

const inUse = (session: Session) => chosenFirst(session, kept('workspace'))

/** Asks anew who is here as soon as the server does not know. */
export function useSignedOutWatch() {
  const queries = useQueryClient()
  useEffect(() => whenSignedOut(() => void queries.invalidateQueries({ queryKey: key })), [queries])
}

/** Somebody has come in: what another person saw in this tab is forgotten. */
export function enter(queries: QueryClient, session: Session) {
  queries.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' })
  take(session)
  queries.setQueryData(key, session)
}

export async function signOut() {
  await ask(api.DELETE('/api/v1/session'))
  location.assign('/sign-in')
}

/** Everything on screen is of one workspace, so all of it is loaded again. */
export function openWorkspace(id: string) {
  keep('workspace', id)
  keep('place', null)
  location.assign('/inbox')
}

/** The workspace in use, and what its user is there. For screens that stand behind the sign-in. */
export function useWorkspace(): { id: string; name: string; role: Role } {
  const { data } = useSession()
  const workspace = data?.workspaces[0]
  return { id: workspace?.id ?? '', name: workspace?.name ?? '', role: (workspace?.role as Role | undefined) ?? 'viewer' }
}
