import type { Contact } from './model'

/** A contact of whom nothing is known but what a test says. */
export const someone = (id: number, more: Partial<Contact> = {}): Contact => ({
  id,
  name: null,
  phone: null,
  bsuid: null,
  language: null,
  tags: [],
  fields: {} as Contact['fields'],
  optedIn: null,
  optedOut: null,
  blockedAt: null,
  lastInboundAt: null,
  lastMessageAt: null,
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-01T00:00:00Z',
  version: 1,
  ...more,
})
