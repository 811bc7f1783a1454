import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect } from 'react'
import { api, ask } from '~/api/client'
import type { Preferences } from '~/api/types'
import { putLetters } from './keys/board'
import { useSession } from './session'

/** What holds until the server has told, and for whoever has chosen nothing. */
export const usual: Preferences = { notifications: false, sound: false, enterSends: true, singleKeys: true, undoSeconds: 0 }

const keyOf = (ws: string | undefined) => ['preferences', ws]

/** How the inbox behaves for the one who is here. */
export function usePreferences(): Preferences {
  const { data: session } = useSession()
  const ws = session?.workspaces[0]?.id
  const { data } = useQuery({
    queryKey: keyOf(ws),
    queryFn: () => ask(api.GET('/api/v1/workspaces/{ws}/inbox/preferences', { params: { path: { ws: ws ?? '' } } })),
    enabled: ws !== undefined,
    staleTime: 5 * 60_000,
  })
  return data ?? usual
}

/** Changes them; what is on screen follows at once. */
export function useSetPreferences() {
  const queries = useQueryClient()
  const { data: session } = useSession()
  const ws = session?.workspaces[0]?.id ?? ''
  return useCallback(
    async (preferences: Preferences) => {
      const kept = await ask(
        api.PUT('/api/v1/workspaces/{ws}/inbox/preferences', { params: { path: { ws } }, body: preferences }),
      )
      queries.setQueryData(keyOf(ws), kept)
    },
    [queries, ws],
  )
}

/** The keys of one letter do what the one who is here has chosen. */
export function useLetters() {
  const { singleKeys } = usePreferences()
  useEffect(() => void putLetters(singleKeys), [singleKeys])
}

/** Switches the keys of one letter on or off; at once, and for every browser of the one who is here. */
export function useSwitchLetters() {
  const preferences = usePreferences()
  const keep = useSetPreferences()
  return useCallback(
    async (singleKeys: boolean) => {
      putLetters(singleKeys)
      try {
        await keep({ ...preferences, singleKeys })
      } catch (refused) {
        putLetters(preferences.singleKeys)
        throw refused
      }
    },
    [preferences, keep],
  )
}
