// What people do with conversations, for the mock: counts, lists, orders, presence, teams, preferences, contacts.
export const me = { id: '1', name: 'Lucía Prado' }
const luis = { id: '2', name: 'Luis Gómez' }
const team = [me, luis, { id: '3', name: 'Ana Ferreyra' }, { id: '4', name: 'Bruno Castro' }]
const fields = () => [
  { key: 'plan', title: 'Plan', type: 'choice', choices: ['Basic', 'Plus'] },
  { key: 'birthday', title: 'Birthday', type: 'date', choices: [] },
  { key: 'city', title: 'City', type: 'text', choices: [] },
]

const views = {
  all: () => true,
  bot: (c) => c.owner === 'bot',
  unassigned: (c) => c.owner !== 'bot' && !c.assignee,
  mine: (c) => c.assignee?.id === me.id,
  snoozed: (c) => c.status === 'snoozed',
}

export class Desk {
  queues = [
    { key: 'turnos', title: 'Turnos', roundRobin: true, members: [me, luis] },
    { key: 'pagos', title: 'Pagos', roundRobin: false, members: [team[2]] },
  ]
  preferences = { notifications: false, sound: false, enterSends: true, singleKeys: true, undoSeconds: 0 }
  settings = { showTyping: false }
  /** Who else writes a reply, by conversation. */
  writing = new Map()
  fields = fields()
  variables = [{ name: 'service', value: 'Cleaning' }, { name: 'day', value: 'Thursday' }]
  saved = [{ id: 'view_1', name: 'VIP waiting', query: { label: 'vip', sort: 'waiting' }, position: 0 }]
  replies = [{ id: 'r1', shortcut: 'hours', text: 'We are open Monday to Friday, 9 to 18.', updatedAt: new Date().toISOString() }]

  constructor(world) {
    this.world = world
  }

  /** Lays out a desk as it looks in the middle of a day. */
  seed(conversations) {
    const minutes = (n) => new Date(Date.now() - n * 60_000).toISOString()
    conversations.forEach((c, i) => {
      c.labels = i % 6 === 2 ? ['vip'] : i % 11 === 5 ? ['vip', 'refund'] : []
      c.queue = c.owner === 'queue' ? (i % 2 ? 'pagos' : 'turnos') : null
      c.waitingSince = c.owner !== 'bot' && c.lastMessage?.direction === 'inbound' ? minutes(5 + i * 9) : null
      c.snoozedUntil = null
      if (i % 13 === 6) Object.assign(c, { status: 'snoozed', snoozedUntil: new Date(Date.now() + 5 * 3_600_000).toISOString() })
      if (i % 13 === 9) c.status = 'resolved'
    })
  }

  get all() {
    return [...this.world.conversations.values()]
  }

  counts() {
    const tally = (all) => {
      const by = (key) => Object.fromEntries(all.flatMap((c) => c[key] ?? []).reduce((map, each) => map.set(each, (map.get(each) ?? 0) + 1), new Map()))
      const count = (test) => all.filter(test).length
      return { all: all.length, bot: count(views.bot), unassigned: count(views.unassigned), mine: count(views.mine), queues: by('queue'), labels: by('labels') }
    }
    const { all } = this
    const count = (test) => all.filter(test).length
    return { ...tally(all), unread: count((c) => c.unread > 0), snoozed: count(views.snoozed), resolved: count((c) => c.status === 'resolved'), open: tally(all.filter((c) => c.status === 'open')) }
  }

  list(query) {
    const search = query('search')?.toLowerCase()
    const sort = query('sort') ?? 'newest'
    const last = (c) => c.lastMessage?.at ?? c.createdAt
    const place = (c) => (sort === 'waiting' ? c.waitingSince : sort === 'window' ? (Date.parse(c.windowClosesAt) > Date.now() ? c.windowClosesAt : null) : last(c))
    const found = this.all
      .filter(views[query('view') ?? 'all'])
      .filter((c) => !query('status') || c.status === query('status'))
      .filter((c) => !query('queue') || c.queue === query('queue'))
      .filter((c) => !query('label') || c.labels.includes(query('label')))
      .filter((c) => !query('assignee') || c.assignee?.id === query('assignee'))
      .filter((c) => !search || `${c.contact.name} ${c.contact.phone} ${c.lastMessage?.text}`.toLowerCase().includes(search))
      .filter((c) => place(c))
    const sign = sort === 'newest' ? 1 : -1
    found.sort((a, b) => sign * place(b).localeCompare(place(a)) || sign * (b.id - a.id))
    const from = Number(query('cursor') ?? 0)
    const limit = Number(query('limit') ?? 50)
    return { items: found.slice(from, from + limit), next: from + limit < found.length ? String(from + limit) : null }
  }

  bulk({ ids, assign, status, labels, snooze }) {
    return {
      items: ids.map((id) => {
        const c = this.world.conversations.get(id)
        if (!c) return { id, outcome: 'missing', before: null, detail: null }
        const before = { status: c.status, owner: c.owner, queue: c.queue, assignee: c.assignee, snoozedUntil: c.snoozedUntil, labels: c.labels }
        const [event, text] = this.order(c, { assign, status, labels, snooze })
        this.world.add(c, 'event', { type: 'system', event, body: `${me.name} ${text}` })
        return { id, outcome: 'done', before, detail: null }
      }),
    }
  }

  order(c, { assign, status, labels, snooze }) {
    const awake = { status: 'open', snoozedUntil: null }
    if (assign?.queue) return Object.assign(c, awake, { owner: 'queue', queue: assign.queue, assignee: null }), ['queued', `passed it to ${assign.queue}`]
    if (assign) {
      const to = assign.to === 'nobody' ? null : (team.find((each) => each.id === assign.to) ?? me)
      Object.assign(c, to ? { ...awake, owner: 'person', assignee: to } : { owner: 'queue', assignee: null })
      return ['assigned', `gave it to ${to?.name ?? 'nobody'}`]
    }
    if (status) return Object.assign(c, status.status === 'resolved' ? { status: 'resolved' } : awake), [status.status, status.status === 'resolved' ? 'resolved it' : 'opened it again']
    if (labels) {
      c.labels = [...new Set([...c.labels.filter((each) => !labels.remove?.includes(each)), ...(labels.add ?? [])])]
      return ['labelled', `added ${labels.add?.join(', ')}`]
    }
    return Object.assign(c, { status: 'snoozed', snoozedUntil: snooze.until }), ['snoozed', 'put it aside']
  }

  /** What the hub hears: everybody is told, the one who types gets the reply. */
  hear(target, [, id]) {
    const state = { Viewing: 'viewing', Typing: 'typing', StoppedTyping: 'viewing' }[target]
    if (state && id) this.tell(id, me, state)
    const holder = this.writing.get(Number(id)) ?? me
    return target === 'Typing' ? { yours: holder === me, holder, until: new Date(Date.now() + 30_000).toISOString() } : null
  }

  tell(id, person, state) {
    if (person.id !== me.id) this.writing.set(Number(id), state === 'typing' ? person : null)
    this.world.push('presence', { workspace: '1', conversationId: Number(id), person, state, at: new Date().toISOString() })
  }

  contact(c) {
    const { id, name, phone, bsuid, language, tags } = c.contact
    const row = { id, name, phone, bsuid, language, tags, fields: { plan: 'Plus', city: 'Rosario' }, optedIn: null, optedOut: null, blockedAt: null, createdAt: c.createdAt, updatedAt: c.createdAt, version: 1 }
    return { contact: row, identities: [] }
  }

  /** The answer of an address, or undefined when it is none of ours: [status, body]. */
  async answer(method, path, query, body) {
    if (path === '/conversations/counts') return [200, this.counts()]
    if (path === '/conversations') return [200, this.list(query)]
    if (path === '/conversations/bulk') return [200, this.bulk(await body())]
    if (path === '/presence') return [200, { items: [{ workspace: '1', conversationId: 3, person: luis, state: 'viewing', at: new Date().toISOString() }], present: ['1', '2'] }]
    if (path === '/users') return [200, { items: team.map((each) => ({ ...each, email: `${each.id}@example.org`, role: 'agent', suspended: false, twoFactor: false, since: new Date().toISOString() })) }]
    if (path === '/queues') return [200, { items: this.queues }]
    if (path === '/saved-replies') return [200, { items: this.replies }]
    if (path === '/inbox/views') return method === 'POST' ? [201, this.saved.push({ id: `view_${Date.now()}`, ...(await body()) })] : [200, { items: this.saved }]
    if (path === '/inbox/preferences') return [200, method === 'PUT' ? (this.preferences = await body()) : this.preferences]
    if (path === '/inbox/settings') return [200, method === 'PUT' ? (this.settings = await body()) : this.settings]
    if (path === '/fields') return [200, { items: this.fields }]
    if (path === '/tags') return [200, { items: [{ name: 'vip' }, { name: 'buenos-aires' }] }]
    const one = /^\/conversations\/(\d+)\/(\w+)/.exec(path)
    const c = one && this.world.conversations.get(Number(one[1]))
    if (c && one[2] === 'handoff') return Object.assign(c, { owner: 'person', assignee: me, status: 'open' }), this.world.changed(c), [200, c]
    if (c && one[2] === 'sessions') return [200, path.endsWith('sessions') ? { items: this.sessions(c), next: null } : { session: this.sessions(c)[0], turns: [{ variables: this.variables }], next: null }]
    const contact = /^\/contacts\/(\d+)(\/\w+)?$/.exec(path)
    const of = contact && this.all.find((each) => each.contact.id === Number(contact[1]))
    if (of && !contact[2]) {
      if (method === 'PATCH') of.contact = { ...of.contact, ...(await body()) }
      return [200, method === 'PATCH' ? this.contact(of).contact : this.contact(of)]
    }
    if (of && contact[2] === '/notes') return [200, { items: [{ id: 1, text: 'Prefers mornings. Speaks slowly on the phone.', authorId: '2', authorName: luis.name, createdAt: of.createdAt }] }]
    if (of && contact[2] === '/conversations') return [200, { items: [] }]
    return undefined
  }

  sessions(c) {
    const ended = { id: 's0', flowId: 'welcome', flowName: 'Welcome', version: 1, startedAt: c.createdAt, endedAt: c.createdAt, outcome: 'completed', reason: null }
    return c.bot ? [{ ...ended, id: 's1', endedAt: null, outcome: null }, ended] : [ended]
  }
}
