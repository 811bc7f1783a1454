import { api, ask } from '~/api/client'
import type { Content, Conversation } from '~/api/types'
import { upload } from '~/live/door'
import { newId } from '~/live/newId'
import { takesCaption } from '~/model/limits'
import { textContent } from '~/model/outbox'
import type { Attached } from './Attachment'
import { mediaContent } from './useAttached'

interface Later {
  text: string
  attached: Attached | null
  replyTo: string | null
  at: Date
}

/** Hands a reply in for a time to come. */
export async function schedule(ws: string, { id, channel }: Conversation, { text, attached, replyTo, at }: Later) {
  const say = (content: Content, quote: string | null) =>
    ask(
      api.POST('/api/v1/workspaces/{ws}/conversations/{id}/messages', {
        params: { path: { ws, id } },
        body: { clientId: newId(), content, replyTo: quote, force: false, sendAt: at.toISOString() },
      }),
    )
  if (!attached) return void (await say(textContent(text), replyTo))
  const kept = await upload(ws, channel.id, attached.file, attached.name)
  const captioned = takesCaption(attached.kind)
  await say({ ...mediaContent(attached, captioned ? text : ''), id: kept.id }, replyTo)
  if (text && !captioned) await say(textContent(text), null)
}
