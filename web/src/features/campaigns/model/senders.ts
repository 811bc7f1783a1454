import type { Channel } from '../types'

/** Which numbers send: a plan or a campaign. */
interface Sender {
  channelId: number | null
  moreChannelIds?: readonly number[] | null
}

/** The channels that send, those that are known of them. */
export const sendersOf = (channels: readonly Channel[] | undefined, { channelId, moreChannelIds }: Sender): readonly Channel[] =>
  (channels ?? []).filter(({ id }) => id === channelId || (moreChannelIds ?? []).includes(id))

/** How many messages a second they send together; null when none of them is known. */
export function rateOf(channels: readonly Channel[] | undefined, sender: Sender): number | null {
  const senders = sendersOf(channels, sender)
  return senders.length === 0 ? null : senders.reduce((sum, { messagesPerSecond }) => sum + messagesPerSecond, 0)
}
