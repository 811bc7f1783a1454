// Made-up campaigns, templates and contacts for work on the screens without the host: the same HTTP contract, everything
// in memory. A campaign that is started runs by the clock, and its progress is pushed each second.
const hour = 3_600_000
const first = ['Ana', 'Bruno', 'Carla', 'Diego', 'Elena', 'Fabio', 'Gala', 'Hugo', 'Inés', 'Maximiliano Alejandro']
const last = ['Torres', 'Díaz', 'Méndez', 'Ruiz', 'Sosa', 'Lima', 'Ortiz', 'Paz', 'Roca', 'Fernández Etcheverry']
const template = (id, name, language, category, components, more = {}) => ({
  id, connection: 'demo', name, language, category, comingCategory: null, status: 'APPROVED', reason: null, quality: 'GREEN', parameterFormat: 'POSITIONAL', components, variables: [], changedAt: new Date().toISOString(), ...more,
})
const templates = [
  template('t1', 'promo_noviembre', 'es_AR', 'MARKETING', [
    { type: 'HEADER', format: 'IMAGE' },
    { type: 'BODY', text: '¡Hola {{1}}! En noviembre tenés *20 % de descuento* en {{2}}. Mostrá este mensaje en el local.', example: { body_text: [['Ana', 'Rosario']] } },
    { type: 'FOOTER', text: 'Respondé BAJA para no recibir más' },
    { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Me interesa' }, { type: 'URL', text: 'Ver catálogo', url: 'https://clinica.example/p/{{1}}' }] },
  ]),
  template('t2', 'recordatorio_turno', 'es_AR', 'UTILITY', [{ type: 'BODY', text: 'Hola {{nombre}}, te esperamos el {{dia}}.', example: { body_text_named_params: [{ param_name: 'nombre', example: 'Ana' }, { param_name: 'dia', example: 'jueves' }] } }], { parameterFormat: 'NAMED' }),
  template('t3', 'order_left', 'en_US', 'UTILITY', [{ type: 'BODY', text: 'Hi {{1}}, your order has left.', example: { body_text: [['Ana']] } }]),
  template('t4', 'catalogue_cards', 'en_US', 'MARKETING', [{ type: 'BODY', text: 'Have a look' }, { type: 'CAROUSEL', cards: [] }]),
]
const contacts = Array.from({ length: 240 }, (_, at) => ({
  id: at + 1, name: at % 11 === 10 ? null : `${first[at % 10]} ${last[Math.floor(at / 10) % 10]}`, phone: `54911${40000001 + at}`, bsuid: null, language: 'es', tags: at % 3 === 0 ? ['vip'] : [], fields: at % 4 === 0 ? { city: 'San Fernando del Valle de Catamarca' } : { city: 'Rosario' },
  optedIn: null, optedOut: null, blockedAt: null, lastInboundAt: null, lastMessageAt: null, createdAt: new Date().toISOString(), updatedAt: new Date().toISOString(), version: 1,
}))
const failures = [
  { code: 131026, title: 'Message undeliverable', share: 0.021, retryable: true },
  { code: 131049, title: 'Not delivered to keep engagement healthy', share: 0.009, retryable: true },
  { code: 130472, title: 'The number is part of an experiment', share: 0.002, retryable: false },
]

export class Campaigns {
  all = new Map()
  counter = 0
  withSequences = true

  constructor(push) {
    this.push = push
    const now = Date.now()
    const content = { kind: 'template', name: 'promo_noviembre', language: 'es_AR', parameters: [], preview: '' }
    this.add({ title: 'Encuesta de octubre', content: { kind: 'flow', flowId: 'feedback', insideWindowOnly: true } }, { state: 'completed', size: 1284, startedAt: now - 72 * hour, endedAt: now - 71.8 * hour, done: 1284 })
    this.add({ title: 'Aviso de feriado', content: { ...content, name: 'recordatorio_turno' } }, { state: 'cancelled', size: 600, startedAt: now - 50 * hour, endedAt: now - 49.9 * hour, done: 212 })
    this.add({ title: 'Recuperar carritos', content }, { state: 'paused', reason: 'failures', detail: '31 of 140 failed with 131026.', size: 900, startedAt: now - 2 * hour, done: 140 })
    this.add({ title: 'Recordatorio del viernes', content: { ...content, name: 'recordatorio_turno' } }, { state: 'scheduled', startsAt: now + 18 * hour })
    this.add({ title: 'Promo noviembre', content, variants: [{ key: 'A', weight: 1 }, { key: 'B', weight: 1, content }], holdOut: 10, moreChannelIds: [2] }, { state: 'running', size: 4192, startedAt: now - 20_000, done: 1500, takenUpAt: [new Date(now - 9_000).toISOString()], excluded: { opted_out: 214, no_number: 96, messaged_recently: 310 } })
    this.add({ title: 'Navidad', content }, { state: 'draft' })
    this.timer = setInterval(() => this.tick(), 1000)
    this.timer.unref()
  }

  add(request, { state = 'draft', size = null, done = 0, ...more } = {}) {
    const id = ++this.counter
    const iso = (at) => (at ? new Date(at).toISOString() : null)
    const campaign = {
      channelId: 1, audience: { kind: 'all' }, liveSession: 'skip', quietHours: null, variants: null, holdOut: 0, goalNode: null, localAt: null, moreChannelIds: null, takenUpAt: more.takenUpAt ?? null, perSecond: null, safety: { percent: 20, after: 100 }, ...request, id, state, reason: more.reason ?? null, detail: more.detail ?? null, code: null,
      startsAt: iso(more.startsAt), createdBy: '1', createdAt: iso(Date.now() - 80 * hour + id * hour), startedAt: iso(more.startedAt), endedAt: iso(more.endedAt), audienceSize: size, excluded: more.excluded ?? null,
    }
    this.all.set(id, { campaign, done, size: size ?? 0, inFlight: 0 })
    return this.all.get(id)
  }

  tick() {
    for (const one of this.all.values()) {
      const { campaign } = one
      if (campaign.state === 'scheduled' && Date.parse(campaign.startsAt) <= Date.now()) this.begin(one)
      if (campaign.state !== 'running') continue
      one.done = Math.min(one.size, one.done + Math.round((campaign.perSecond ?? 80) * (0.9 + Math.random() * 0.15)))
      if (one.done === one.size) Object.assign(campaign, { state: 'completed', endedAt: new Date().toISOString() })
      this.push('broadcastProgress', this.progress(one))
    }
  }

  begin(one) {
    one.size = one.campaign.audience?.kind === 'phones' ? one.campaign.audience.recipients.length : 240
    Object.assign(one.campaign, { state: 'running', startedAt: new Date().toISOString(), audienceSize: one.size })
  }

  /** How many of the first are of each fate; the same each time. */
  progress({ campaign, done, size }) {
    const failed = failures.map(({ code, title, share, retryable }) => ({ code, title, count: Math.floor(done * share), retryable })).filter(({ count }) => count > 0)
    const lost = failed.reduce((sum, { count }) => sum + count, 0)
    const skipped = campaign.state === 'cancelled' ? size - done : Math.floor(done * 0.004)
    const unknown = Math.floor(done * 0.001)
    const inFlight = campaign.state === 'running' ? Math.min(14, size - done) : 0
    const accepted = done - lost - unknown - (campaign.state === 'cancelled' ? 0 : skipped)
    return {
      workspace: 1, id: campaign.id, state: campaign.state, reason: campaign.reason, detail: campaign.detail, audience: size, waiting: campaign.state === 'cancelled' ? 0 : size - done - inFlight, inFlight,
      accepted, delivered: Math.floor(accepted * 0.93), read: Math.floor(accepted * 0.61), failed: lost, skipped, unknown, perSecond: campaign.state === 'running' ? 78 : 0, failures: failed,
      skips: skipped > 0 ? [{ reason: campaign.state === 'cancelled' ? 'cancelled' : 'opted_out', count: skipped }] : [], at: new Date().toISOString(), replied: Math.floor(accepted * 0.08), clicked: Math.floor(accepted * 0.05), goal: 0, variants: (campaign.variants ?? []).length === 0 && !campaign.holdOut ? null : [...campaign.variants, ...(campaign.holdOut ? [{ key: 'hold_out' }] : [])].map(({ key }, at) => ({
        key, audience: Math.floor(size / 3), waiting: 0, inFlight: 0, accepted: Math.floor(accepted / 3), delivered: Math.floor(accepted * 0.31), read: Math.floor(accepted * (0.2 + at * 0.03)), failed: 0, skipped: 0, unknown: 0,
        replied: key === 'hold_out' ? 9 : Math.floor(accepted * (0.02 + at * 0.02)), clicked: Math.floor(accepted * 0.02), goal: 0,
      })), limiter: null, limitedUntil: null, secondsLeft: null,
      channels: this.numbers({ campaign, done, size, inFlight, accepted, lost, skipped, unknown }),
    }
  }

  /** Each number's part; the last one has what is left, so that they add up. The second has met Meta's limit of a day. */
  numbers({ campaign, done, size, inFlight, accepted, lost, skipped, unknown }) {
    const figures = { audience: size, waiting: campaign.state === 'cancelled' ? 0 : size - done - inFlight, inFlight, accepted, delivered: Math.floor(accepted * 0.93), read: Math.floor(accepted * 0.61), failed: lost, skipped, unknown, replied: 0, clicked: 0, goal: 0 }
    const first = Object.fromEntries(Object.entries(figures).map(([key, n]) => [key, Math.floor(n * (key === 'waiting' ? 0.3 : 0.62))]))
    const second = Object.fromEntries(Object.entries(figures).map(([key, n]) => [key, n - first[key]]))
    for (const one of [first, second]) one.audience = one.waiting + one.inFlight + one.accepted + one.failed + one.skipped + one.unknown
    const running = campaign.state === 'running'
    const one = { channelId: 1, title: 'Clínica Sur', number: '5491140000000' }
    const two = { channelId: 2, title: 'Sucursal Rosario', number: '5491140000002' }
    if (!campaign.moreChannelIds) return [{ ...one, ...figures, perSecond: running ? 78 : 0, limiter: running ? 'channel' : null, limitedUntil: null }]
    return [
      { ...one, ...first, perSecond: running ? 78.4 : 0, limiter: running ? 'channel' : campaign.state === 'paused' ? 'paused' : null, limitedUntil: null },
      { ...two, ...second, perSecond: 0, limiter: running ? 'daily_limit' : campaign.state === 'paused' ? 'token' : null, limitedUntil: running ? new Date(Date.now() + 9 * hour).toISOString() : null },
    ]
  }

  recipients({ campaign, done, size }, states, from, limit) {
    const word = (at) => (at >= done ? (campaign.state === 'cancelled' ? 'skipped' : at < done + 14 && campaign.state === 'running' ? 'inFlight' : 'waiting') : at % 47 === 3 ? 'failed' : at % 250 === 9 ? 'skipped' : at % 1000 === 12 ? 'unknown' : at % 9 === 4 ? 'accepted' : at % 3 === 0 ? 'delivered' : 'read')
    const items = []
    let at = from
    for (; at < size && items.length < limit; at++) {
      const state = word(at)
      if (states.length > 0 && !states.includes(state)) continue
      const { id, name, phone } = contacts[at % contacts.length]
      items.push({ number: at + 1, contactId: id, name, phone, conversationId: at < done ? 1 : null, messageId: null, state, attempt: 1, code: state === 'failed' ? 131026 : null, reason: state === 'failed' ? 'Message undeliverable' : state === 'skipped' ? 'opted_out' : null, changedAt: at < done ? new Date().toISOString() : null, variant: null, repliedAt: null, clickedAt: null, goalAt: null })
    }
    return { items, next: at < size ? String(at) : null }
  }

  async sequence(method, path, read) {
    const step = (name, minutes, after, waiting) => ({
      content: { kind: 'template', name, language: 'es_AR', parameters: [], preview: '' }, minutes, after, field: null, broadcastId: 1,
      progress: { ...this.progress({ campaign: { id: 9, state: 'running', reason: null, detail: null }, done: 400 - waiting, size: 400 }), waiting },
    })
    const view = (id, name, state) => ({
      id, name, channelId: 1, state, steps: [step('recordatorio_turno', 0, 'entry', 12), step('promo_noviembre', 4320, 'previous', 208)], stop: { replied: true, tags: ['cliente'] },
      enter: { kind: 'rule', rule: { and: [{ attribute: 'tag', op: 'has', value: 'new' }] }, exclude: null }, quietHours: null, createdBy: '1', createdAt: new Date().toISOString(), in: 208, through: 131, left: 61, reasons: [{ reason: 'replied', count: 58 }, { reason: 'opted_out', count: 3 }],
    })
    const all = [view(2, 'Bienvenida', 'active'), view(1, 'Recuperar clientes', 'draft')]
    const [, , id, what] = path.split('/')
    if (!id) return method === 'POST' ? [201, { ...all[1], ...(await read()) }] : [200, { items: this.withSequences ? all : [], next: null }]
    if (what === 'entries')
      return [200, { items: contacts.slice(0, 8).map(({ id: contactId, name, phone }, at) => ({ contactId, name, phone, state: at % 4 === 3 ? 'left' : 'in', reason: at % 4 === 3 ? 'replied' : null, step: 2, enteredAt: new Date(Date.now() - at * hour).toISOString(), dueAt: new Date(Date.now() + (60 - at) * hour).toISOString() })), next: null }]
    return [200, all.find((each) => String(each.id) === id) ?? all[0]]
  }

  count(audience) {
    const known = audience.kind === 'contacts' ? contacts.filter(({ id }) => audience.contactIds.includes(id)) : contacts
    const included = audience.kind === 'phones' ? audience.recipients.length : audience.kind === 'contacts' ? known.length : audience.kind === 'all' ? 4812 : 4192
    const excluded = audience.kind === 'contacts' || audience.kind === 'phones' ? {} : { opted_out: 214, no_number: 96, ...(audience.exclude?.messagedWithinDays ? { messaged_recently: 310 } : {}) }
    return { included, excluded, sample: known.slice(0, Math.min(100, included)).map(({ id, name, phone }) => ({ contactId: id, name, phone })) }
  }

  /** Answers what the campaign screens ask for; null when it is something else. */
  async answer(method, path, query, read) {
    const page = (items) => [200, { items, next: null }]
    if (path === '/templates') return [200, { items: templates, next: null, sources: [] }]
    if (path === '/channels') return page([{ id: 1, connection: 'demo', phoneNumberId: '100000000000001', number: '5491140000000', title: 'Clínica Sur', simulated: true, messagesPerSecond: 80 }, { id: 2, connection: 'demo', phoneNumberId: '100000000000002', number: '5491140000002', title: 'Sucursal Rosario', simulated: true, messagesPerSecond: 80 }])
    if (path === '/segments') return method === 'POST' ? [201, { id: 3, ...(await read()) }] : page([{ id: 1, name: 'Rosario', rule: {}, version: 1, updatedAt: new Date().toISOString() }])
    if (path === '/fields') return page([{ key: 'city', title: 'City', type: 'text', choices: [] }])
    if (path === '/tags') return page([{ name: 'vip', color: null }, { name: 'new', color: null }])
    if (path === '/audit') return page([{ id: '1', at: new Date(Date.now() - 20_000).toISOString(), actor: { id: '1', name: 'Lucía Prado' }, action: 'broadcast.start', target: query.get('target'), detail: {} }])
    if (path === '/contacts/count') return [200, { count: contacts.length, exact: true }]
    if (path === '/contacts') {
      const wanted = query.get('search')?.toLowerCase() ?? ''
      return page(contacts.filter(({ name, phone }) => `${name} ${phone}`.toLowerCase().includes(wanted)).slice(0, Number(query.get('limit') ?? 50)))
    }
    const contact = /^\/contacts\/(\d+)$/.exec(path)
    if (contact) return [200, { contact: contacts[Number(contact[1]) - 1], identities: [] }]
    if (path.startsWith('/sequences')) return this.sequence(method, path, read)
    if (!path.startsWith('/broadcasts')) return null

    const [, , given, what] = path.split('/')
    if (given === 'audience') {
      const { audience, contactId } = await read()
      const answer = this.count(audience)
      const isIn = contactId ? contactId % 5 !== 0 : null
      return [200, { ...answer, isIn, whyOut: isIn === false ? 'opted_out' : null }]
    }
    if (!given && method === 'POST') return [201, this.add(await read()).campaign]
    if (!given) {
      const state = query.get('state')
      return page([...this.all.values()].map(({ campaign }) => campaign).filter((each) => !state || each.state === state).reverse())
    }
    const one = this.all.get(Number(given))
    if (!one) return [404, { title: 'Not found', detail: 'There is no such broadcast.' }]
    const { campaign } = one
    if (what === 'estimate') {
      const { included } = this.count(campaign.audience)
      const recipients = included - Math.floor((included * (campaign.holdOut ?? 0)) / 100)
      return [200, {
        recipients, heldOut: included - recipients, windowOpen: 42, perSecond: 80, seconds: 172_806, finishesAt: new Date(Date.now() + 172_806_000).toISOString(),
        cost: { rateCard: 'rate card of 1 Nov', currency: 'USD', about: 268.2, low: 214.5, high: 275.1, billed: 4150, free: 42, unpriced: 0, lines: [] },
        limit: { perDay: 2000, used: 310, room: 1690, days: 3, parts: [1690, 2000, 502] }, assumptions: ['windows_change', 'rates_configured', 'delivered_share', 'days_by_limit'],
      }]
    }
    if (what === 'progress') return [200, this.progress(one)]
    if (what === 'recipients') return [200, this.recipients(one, (query.get('state') ?? '').split(',').filter(Boolean), Number(query.get('cursor') ?? 0), Number(query.get('limit') ?? 50))]
    if (what === 'start') {
      const { at } = await read()
      if (at && Date.parse(at) > Date.now()) Object.assign(campaign, { state: 'scheduled', startsAt: at })
      else this.begin(one)
    } else if (what === 'pause') Object.assign(campaign, { state: 'paused', reason: null })
    else if (what === 'resume') Object.assign(campaign, { state: 'running', reason: null, detail: null })
    else if (what === 'cancel') Object.assign(campaign, { state: 'cancelled', endedAt: new Date().toISOString() })
    else if (what === 'rate') campaign.perSecond = (await read()).perSecond
    else if (what === 'test') return [202]
    else if (method === 'PUT') Object.assign(campaign, await read())
    else if (method === 'DELETE') return [this.all.delete(campaign.id) ? 204 : 404]
    return [200, campaign]
  }
}
