// Made-up webhooks and their deliveries for the mock server: one that does well, one in trouble, one that was given up.
const kinds = ['message.received', 'message.created', 'message.status', 'conversation.created', 'conversation.changed', 'handoff.requested', 'handoff.taken', 'handoff.returned', 'session.started', 'session.ended', 'broadcast.changed', 'broadcast.progress']
const ago = (hours) => new Date(Date.now() - hours * 3_600_000).toISOString()
const hook = (id, url, description, more = {}) => ({ id, url, description, kinds: kinds.slice(0, 3), state: 'on', secretEnd: '4f2a', previousUntil: null, failingSince: null, createdAt: ago(900), updatedAt: ago(20), ...more })
const attempt = (hours, status, more = {}) => ({ at: ago(hours), status, error: null, milliseconds: 84, answer: null, ...more })
const delivery = (id, kind, state, tries, more = {}) => ({ id: String(id), eventId: `evt_${9000 + id}`, kind, state, attempts: tries.length, createdAt: ago(id), triedAt: tries.at(-1)?.at ?? null, nextAt: null, lastTry: tries.at(-1) ?? null, tries, ...more })

export class Webhooks {
  items = [
    hook('w1', 'https://crm.example.org/hooks/whatsapp', 'The CRM', { previousUntil: new Date(Date.now() + 80_000_000).toISOString(), failingSince: ago(2) }),
    hook('w2', 'https://analytics.example.org/in/a-rather-long-address-that-somebody-gave-it', '', { kinds: [...kinds] }),
    hook('w3', 'https://old.example.org/hook', 'The old shop', { state: 'failing', failingSince: ago(80) }),
  ]
  deliveries = [
    delivery(1, 'message.received', 'waiting', [attempt(0.5, 502, { answer: 'Bad gateway' })], { nextAt: new Date(Date.now() + 900_000).toISOString() }),
    delivery(2, 'message.status', 'failed', [attempt(3, null, { error: 'timeout', milliseconds: 10_000 }), attempt(2, 500, { answer: '{"error":"boom"}' })]),
    delivery(3, 'session.ended', 'delivered', [attempt(3, 204)]),
    delivery(4, 'conversation.changed', 'delivered', [attempt(4, 200)]),
  ]

  async answer(method, [id, what, one], read) {
    if (!id && method === 'POST') {
      this.items.push({ ...this.items[1], ...(await read()), id: 'w9' })
      return [201, { webhook: this.items.at(-1), secret: 'whsec_3f9a77c2b1e04d5f8a6b9c0d1e2f4a5b' }]
    }
    if (!id) return [200, { items: this.items, kinds }]
    const found = this.items.find((each) => each.id === id)
    if (!found) return [404, { title: 'Not found' }]
    if (what === 'secret') return [200, { secret: 'whsec_77ab0d1e2f4a5b3f9a77c2b1e04d5f8a' }]
    if (what === 'deliveries' && one) {
      const { tries, ...shown } = this.deliveries.find((each) => each.id === one) ?? this.deliveries[0]
      return method === 'GET' ? [200, { delivery: shown, tries, body: { id: shown.eventId, kind: shown.kind, at: shown.createdAt, workspace: '1', data: { conversationId: 1, text: 'Hola, ¿tienen turnos?' } } }] : [202]
    }
    if (what === 'deliveries') return [200, { items: this.deliveries.map(({ tries: _, ...shown }) => shown), next: null }]
    return method === 'GET' || method === 'PATCH' ? [200, found] : [204]
  }
}
