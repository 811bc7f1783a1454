import { ApiError, api, ask, call } from '~/api/client'
import type { components } from '~/api/schema'
import type { Message } from '~/api/types'
import type { Pending } from '~/model/outbox'

export type Uploaded = components['schemas']['MediaView']

/** The way to the server for what people say. */
export interface Door {
  say(pending: Pending): Promise<Message>
  upload(channel: number, file: Blob, name: string): Promise<string>
}

export function openDoor(workspace: string): Door {
  return {
    async say({ conversationId, clientId, say }) {
      const params = { path: { ws: workspace, id: conversationId } }
      if (say.type === 'note') {
        const mentions = say.mentions.map((each) => each.userId)
        return ask(api.POST('/api/v1/workspaces/{ws}/conversations/{id}/notes', { params, body: { clientId, text: say.text, mentions } }))
      }
      const what = say.content.type === 'text' && !say.content.previewUrl ? { text: say.content.text } : { content: say.content }
      const body = { clientId, ...what, replyTo: say.replyTo ?? null, force: say.force ?? false }
      const answer = await ask(api.POST('/api/v1/workspaces/{ws}/conversations/{id}/messages', { params, body }))
      // Only a reply with a time to come is accepted and no message yet; these have none.
      if (!('seq' in answer)) throw new ApiError(0, 'accepted for later')
      return answer
    },
    upload: (channel, file, name) => upload(workspace, channel, file, name).then((kept) => kept.id),
  }
}

/** Brings a file to Meta; it may be sent for 30 days. */
export function upload(workspace: string, channel: number, file: Blob, name: string) {
  const form = new FormData()
  form.append('file', file, name)
  return call<Uploaded>('POST', `/api/v1/workspaces/${encodeURIComponent(workspace)}/media?channel=${channel}`, form)
}
