import { expect, test } from 'vitest'
import type { Channel } from '../types'
import { rateOf, sendersOf } from './senders'

const channels = [
  { id: 1, title: 'Sales', messagesPerSecond: 80 },
  { id: 2, title: 'Shop', messagesPerSecond: 250 },
  { id: 3, title: 'Help', messagesPerSecond: 80 },
] as Channel[]

test('a campaign is as fast as its numbers together', () => {
  expect(rateOf(channels, { channelId: 1 })).toBe(80)
  expect(rateOf(channels, { channelId: 1, moreChannelIds: [2, 3] })).toBe(410)
  expect(rateOf(channels, { channelId: null, moreChannelIds: [] })).toBeNull()
  expect(rateOf(undefined, { channelId: 1 })).toBeNull()
})

test('a number that is not there any more is none of the senders', () => {
  expect(sendersOf(channels, { channelId: 2, moreChannelIds: [9, 3] }).map(({ title }) => title)).toEqual(['Shop', 'Help'])
})
