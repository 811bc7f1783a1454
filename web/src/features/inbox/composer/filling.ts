import { api, ask } from '~/api/client'

/** Asks the server to fill a reply's variables for a conversation. Somebody waits for the words: once, and without waiting for a connection. */
export const filling = (ws: string, conversationId: number, text: string) => ({
  queryKey: ['filled reply', ws, conversationId, text],
  queryFn: () => ask(api.POST('/api/v1/workspaces/{ws}/saved-replies/fill', { params: { path: { ws } }, body: { conversationId, text } })),
  staleTime: 30_000,
  retry: false,
  networkMode: 'always' as const,
})
