// What the mock server knows of people, keys, connections, contacts and templates.
import { imports, makeContacts, preview } from './mock-contacts.mjs'
import { health, sessions } from './mock-health.mjs'
import { templates } from './mock-templates.mjs'
import { Webhooks } from './mock-webhooks.mjs'

const ago = (hours) => new Date(Date.now() - hours * 3_600_000).toISOString()
const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString()

/** Everything below `/api/v1` that is not the inbox or the flows. Answers `[status, body]`, or nothing where it does not know. */
export class Office {
  contacts = makeContacts(240)
  templates = templates()
  segments = [
    { id: 1, name: 'VIPs who wrote this month', rule: { and: [{ attribute: 'tag', op: 'has', value: 'vip' }, { attribute: 'lastInboundAt', op: 'after', value: ago(720).slice(0, 10) + 'T00:00:00Z' }] }, version: 1, updatedAt: ago(30) },
    { id: 2, name: 'To be asked again', rule: { and: [{ not: { attribute: 'optedOut', op: 'is', value: true } }, { or: [{ attribute: 'fields.plan', op: 'is', value: 'Basic' }, { attribute: 'fields.visits', op: 'greater', value: 3 }] }] }, version: 1, updatedAt: ago(200) },
    { id: 3, name: 'Made by a program', rule: { not: { and: [{ attribute: 'tag', op: 'hasAny', value: ['vip', 'new'] }] } }, version: 1, updatedAt: ago(300) },
  ]
  fields = [
    { key: 'plan', title: 'Plan', type: 'choice', choices: ['Basic', 'Plus', 'Premium'] },
    { key: 'born', title: 'Date of birth', type: 'date', choices: [] },
    { key: 'visits', title: 'Visits', type: 'number', choices: [] },
    { key: 'newsletter', title: 'Newsletter', type: 'boolean', choices: [] },
    { key: 'address', title: 'Address', type: 'text', choices: [] },
  ]
  tags = ['buenos-aires', 'new', 'rosario', 'vip'].map((name) => ({ name, color: null }))
  twoFactor = false
  ended = new Set()
  imports = imports()
  webhooks = new Webhooks()
  keys = [{ id: 'k1', name: 'Shop', last4: '9f2c', scopes: ['contacts:read', 'flows:start'], perMinute: 600, createdAt: ago(90), expiresAt: null, lastUsedAt: ago(1) }]
  connections = [{ id: 'c1', name: 'Clínica Sur', wabaId: '200000000000001', webhookUrl: 'https://bot.example.org/webhooks/whatsapp/c1', verifyToken: 'v_3f9a77', appSecret: '••••4f2a', previousAppSecret: '••••9c1d', accessToken: '••••77ab', tokenRefusedAt: ago(3), createdAt: ago(500) }]

  constructor(me, channel) {
    this.me = me
    this.channels = [
      { id: 1, connection: 'c1', phoneNumberId: '1', number: channel.number, title: channel.title, simulated: true, messagesPerSecond: 80 },
      { id: 2, connection: 'c1', phoneNumberId: '7', number: '5491140000007', title: 'Laboratorio', simulated: false, messagesPerSecond: 80, tokenRefusedAt: ago(3) },
    ]
    this.users = [
      { id: me.id, email: 'lucia@example.org', name: me.name, role: 'owner', suspended: false, twoFactor: false, since: ago(2000) },
      { id: '2', email: 'luis@example.org', name: 'Luis Gómez', role: 'agent', suspended: false, twoFactor: true, since: ago(900) },
      { id: '3', email: 'marta@example.org', name: 'Marta Ruiz', role: 'viewer', suspended: true, twoFactor: false, since: ago(400) },
    ]
  }

  async answer(method, path, query, body, referer) {
    const [first, id, rest] = path.split('/').slice(1)
    const items = (list) => [200, { items: list, next: null }]
    const place = `${method} ${first}${id ? '/…' : ''}${rest ? `/${rest}` : ''}`
    switch (place) {
      case 'GET setup':
        return [200, { needed: referer.includes('/setup') }]
      case 'POST invitations/…':
        return (await body()).token === 'gone' ? [404, { title: 'Gone' }] : [200, { workspace: 'Clínica Sur', email: 'ana@example.org', role: 'agent', known: false }]
      case 'GET users':
        return items(this.users.map((user) => (user.id === this.me.id ? { ...user, twoFactor: this.twoFactor } : user)))
      case 'GET invitations':
        return items([{ id: 'i1', email: 'nora@example.org', role: 'agent', createdAt: ago(20), expiresAt: inDays(6) }])
      case 'POST invitations':
        return [201, { invitation: { id: 'i2', ...(await body()), createdAt: ago(0), expiresAt: inDays(7) }, token: 't', link: '/invite#token=t' }]
      case 'GET api-keys':
        return [200, { items: this.keys, scopes: ['contacts:read', 'contacts:write', 'flows:start', 'messages:send'] }]
      case 'POST api-keys':
        return [201, { ...this.keys[0], id: 'k2', name: (await body()).name, last4: '77ab', key: 'wab_3f9a77c2b1e04d5f8a6b9c0d1e2f77ab' }]
      case 'GET audit':
        return items(query.get('action') === 'flow.publish' ? [this.line('flow.publish', 'turnos', 30)] : [this.line('template.create', '1001', 1), this.line('member.change', '2', 4, { role: 'agent' }), this.line('flow.publish', 'turnos', 30), this.line('contacts.export', null, 70, { rows: '240' })])
      case 'GET health':
        return [200, health(ago)]
      case 'GET session/…':
        return items(sessions(ago).filter(({ id: each }) => !this.ended.has(each)))
      case 'DELETE session/…':
        sessions(ago).forEach(({ id: each, current }) => current || this.ended.add(each))
        return [204]
      case 'DELETE session/…/' + rest:
        this.ended.add(rest)
        return [204]
      case 'GET channels':
        return items(this.channels)
      case 'GET connections':
        return items(this.connections)
      case 'GET connections/…/check':
        return [200, { state: 'problem', checkedAt: ago(0), lines: [{ id: 'token', state: 'ok', text: 'The access token works.' }, { id: 'webhook', state: 'problem', text: 'No webhook has arrived yet.', mend: 'Enter the address above in the Meta app.', help: 'docs/connect-whatsapp.md#webhook' }, { id: 'quality', state: 'warning', text: 'The quality of the number is middling.' }] }]
      case 'GET connections/…/numbers':
        return items([{ phoneNumberId: '7', number: '+54 9 11 4000-0007', name: 'Clínica Sur', quality: 'GREEN', status: 'CONNECTED', verification: 'VERIFIED', throughput: 'STANDARD', messagingLimit: 'TIER_1K', channel: null }])
      case 'POST session/…':
        return [200, { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', uri: 'otpauth://totp/WhatsAppBot:lucia%40example.org?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=WhatsAppBot' }]
      case 'PUT session/…':
        this.twoFactor = true
        return [200, { recoveryCodes: Array.from({ length: 10 }, (_, n) => `${1000 + n * 37}-${(9000 - n * 53).toString(36)}-${n}kq`) }]
      case 'POST session':
        return [401, { type: 'urn:whatsappbot:code-needed', title: 'Code needed' }]
      case 'GET fields':
        return items(this.fields)
      case 'GET tags':
        return items(this.tags)
      case 'GET segments':
        return items(this.segments)
      case 'GET segments/…/sample':
        return [200, { total: { count: 17 * Number(id), exact: true }, items: this.contacts.slice(0, 10) }]
      default:
        if (first === 'webhooks') return this.webhooks.answer(method, path.split('/').slice(2), body, ago)
        return first === 'contacts' ? this.ofContacts(method, id, rest, query) : first === 'templates' ? this.ofTemplates(method, id, rest, query, body) : undefined
    }
  }

  line(action, target, hours, detail = {}) {
    return { id: `${action} ${hours}`, at: ago(hours), actor: { id: this.me.id, name: this.me.name }, action, target, detail }
  }

  ofContacts(method, id, rest, query) {
    const items = (list) => [200, { items: list, next: null }]
    if (id === 'settings') return [200, { defaultRegion: 'AR' }]
    if (id === 'import') {
      if (!rest) return items(this.imports)
      const found = this.imports.find((each) => String(each.id) === rest)
      return found ? [200, found.state === 'uploaded' ? { ...found, preview: preview() } : found] : [404, { title: 'Not found' }]
    }
    const search = query.get('search')?.toLowerCase()
    const found = this.contacts.filter((each) => !search || `${each.name} ${each.phone}`.toLowerCase().includes(search)).filter((each) => !query.get('filter')?.includes('"vip"') || each.tags.includes('vip'))
    if (id === 'count') return [200, { count: query.get('segment') ? 17 : found.length, exact: found.length < 200 }]
    if (!id) {
      const from = Number(query.get('cursor') ?? 0)
      const to = from + Number(query.get('limit') ?? 100)
      return [200, { items: found.slice(from, to), next: to < found.length ? String(to) : null }]
    }
    const one = this.contacts.find((each) => String(each.id) === id)
    if (!one) return [404, { title: 'Not found' }]
    switch (rest) {
      case undefined:
        return [200, { contact: one, identities: [{ kind: 'phone', value: one.phone ?? '' }, { kind: 'bsuid', value: one.bsuid }] }]
      case 'notes':
        return items([{ id: 1, text: 'Prefers the morning. Was here with her daughter.', authorId: '2', authorName: 'Luis Gómez', createdAt: ago(50) }])
      case 'conversations':
        return items([{ id: 1, channelId: 1, messages: 131, lastAt: ago(1), lastText: 'Quiero hablar con una persona', flowName: 'Turnos', inFlow: true, ofAlias: false }])
      case 'changes':
        return items([{ id: 2, at: ago(20), actorId: '2', actorName: 'Luis Gómez', kind: 'changed', detail: { tags: { from: [], to: ['vip'] } } }, { id: 1, at: ago(800), actorId: 'import', actorName: 'Import', kind: 'imported', detail: {} }])
      case 'merges':
        return items([{ id: 1, keptId: one.id, mergedId: 900, at: ago(40), actorName: 'Luis Gómez', undoneAt: null, undoableUntil: inDays(28) }])
      case 'erase':
        return [200, { name: one.name, conversations: 1, messages: 131, notes: 1, changes: 2 }]
      default:
        return undefined
    }
  }

  async ofTemplates(method, id, rest, query, body) {
    const sources = [{ connection: 'c1', name: 'Clínica Sur', syncedAt: ago(0.2), problem: null }]
    if (id === 'uses') return [200, { items: [{ name: 'appointment_reminder', uses: [{ kind: 'flow', id: 'turnos', name: 'Turnos' }, { kind: 'broadcast', id: '5', name: 'November check-ups' }] }] }]
    if (id === 'sync') return [200, { sources }]
    if (id === 'examples') return [200, { handle: '4::abc' }]
    if (!id && method === 'POST') {
      const wanted = await body()
      if (wanted.name.includes('refused')) return [422, { type: 'urn:whatsappbot:refused-by-whatsapp', title: 'Refused by WhatsApp', detail: 'There is already es_AR content for this template.' }]
      const made = { ...this.templates[0], ...wanted, id: String(2000 + this.templates.length), status: 'PENDING', quality: null, changedAt: ago(0) }
      this.templates.push(made)
      setTimeout(() => (made.status = 'APPROVED'), 3_000)
      return [201, made]
    }
    if (!id) {
      const found = this.templates.filter((each) => (!query.get('search') || each.name.includes(query.get('search'))) && (!query.get('status') || each.status === query.get('status')))
      return [200, { items: found, next: null, sources }]
    }
    const one = this.templates.find((each) => each.id === id)
    if (!one) return [404, { title: 'Not found' }]
    if (rest === 'uses') return [200, { items: one.name === 'appointment_reminder' ? [{ kind: 'flow', id: 'turnos', name: 'Turnos' }, { kind: 'broadcast', id: '5', name: 'November check-ups' }, { kind: 'sequence', id: '2', name: 'After the first visit' }] : [] }]
    if (rest === 'preview') return [200, { picture: { headerFormat: null, header: null, body: one.components[0].text, footer: null, buttons: [], variables: [] } }]
    return [200, one]
  }
}
