import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useInboxStore } from '~/app/InboxProvider'
import { ContactsApi } from '../../contacts/api'
import type { Conversation } from '~/api/types'

/** The composer asks for the same contact a moment before. */
const shared = 5_000

/** The contact of a conversation, and how to change it. */
export function useContact(conversation: Conversation) {
  const store = useInboxStore()
  const ws = store?.workspace ?? ''
  const queries = useQueryClient()
  const api = useMemo(() => new ContactsApi(ws), [ws])
  const { id } = conversation.contact
  const found = useQuery({ queryKey: ['contacts', ws, id], queryFn: () => api.find(id), enabled: ws !== '', staleTime: shared })
  const contact = found.data?.contact
  return {
    ws,
    api,
    contact,
    failed: found.isError,
    async change(what: object) {
      if (!contact) return
      await api.change(contact, what)
      await queries.invalidateQueries({ queryKey: ['contacts', ws] })
      store?.lists.fetch(conversation.id)
    },
  }
}
