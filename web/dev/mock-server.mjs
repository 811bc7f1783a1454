// A server with made-up people, for work on the screens. It speaks the same HTTP, hub and simulator contracts as the
// real hosts, keeps everything in memory, and serves dist/ if it is built.
import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Desk, me as person } from './mock-desk.mjs'
import { Campaigns } from './mock-campaigns.mjs'
import { Flows } from './mock-flows.mjs'
import { Office } from './mock-office.mjs'
import { answerSimulator } from './mock-simulator.mjs'
import { answerTalk, findIn, later, seedKinds, seedLong } from './mock-talk.mjs'

const dist = process.env.DIST ?? fileURLToPath(new URL('../dist', import.meta.url))
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2', '.svg': 'image/svg+xml' }
const me = { ...person, role: 'owner', email: 'lucia@example.org' }
const channel = { id: 1, title: 'Clínica Sur', number: '5491140000000', simulated: true }
const workspace = '/api/v1/workspaces/1'
const flowsPath = `${workspace}/flows`
const pnid = '100000000000001'
const people = ['Ana Torres', 'Bruno Díaz', 'Carla Méndez', 'Diego Ruiz', 'Elena Sosa', 'Fabio Lima', 'Gala Ortiz', 'Hugo Paz', 'Inés Roca', 'Julián Vega']
const lines = ['¿Me confirmás el turno de mañana?', 'Gracias! Quedó perfecto', 'Hi, I need to change my delivery address', 'Order #48211 has not arrived yet', '¿Tienen stock en talle M?']

export function startMock({ port = 5080, conversations = 60 } = {}) {
  const world = new World()
  world.seed(conversations)
  const server = createServer((request, response) => {
    answer(world, request, response).catch((error) => {
      response.writeHead(500, { 'content-type': 'application/problem+json' }).end(JSON.stringify({ title: String(error) }))
    })
  })
  server.on('upgrade', (request, socket) => world.join(request, socket))
  return new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () => resolve({ world, port: server.address().port, stop: () => stop(server, world) }))
  })
}

function stop(server, world) {
  clearInterval(world.campaigns.timer)
  world.sockets.forEach((socket) => socket.destroy())
  server.closeAllConnections()
  server.close()
}

class World {
  conversations = new Map()
  messages = new Map()
  sockets = new Set()
  phones = new Map()
  flows = new Flows()
  desk = new Desk(this)
  campaigns = new Campaigns((target, body) => this.push(target, body))
  office = new Office(me, channel)
  role = 'owner'
  /** What is answered with a failure: an expression for `GET /path`. */
  failing = null
  simulator = { log: [], faults: [], mood: { delayMs: 0, duplicates: 0, disorder: 0 } }

  seed(count) {
    const now = Date.now()
    for (let i = 0; i < count; i++) {
      const id = i + 1
      const name = people[i % people.length] + (i < people.length ? '' : ` ${Math.floor(i / people.length) + 1}`)
      const conversation = this.open(id, name, `54911${String(40000001 + i)}`, now - i * 9 * 60_000)
      if (i % 7 === 3) conversation.contact = { ...conversation.contact, name: null }
      if (i === 0) this.seedFirst(conversation, now)
      else if (i === 1) seedKinds(this, conversation, now)
      else if (i === 10) seedLong(this, conversation, now)
      else {
        const at = now - i * 9 * 60_000
        const text = lines[i % lines.length]
        this.put(conversation, 'inbound', { type: 'text', text }, at - 60_000)
        if (i % 3 === 0) this.put(conversation, 'outbound', { type: 'text', text: 'Listo, nos vemos el jueves.' }, at, ['read', 'delivered', 'failed', 'sent'][(i / 3) % 4])
        if (i % 5 === 2) conversation.owner = 'queue'
        if (i % 5 === 4) Object.assign(conversation, { owner: 'person', assignee: i % 2 ? person : { id: '2', name: 'Luis Gómez' } })
        conversation.bot = conversation.owner === 'bot' ? conversation.bot : null
        conversation.readSeq = i % 4 === 1 ? 0 : conversation.seq
        conversation.unread = i % 4 === 1 ? 1 + (i % 3) : 0
        if (i % 6 === 5) conversation.windowClosesAt = new Date(now - 1).toISOString()
      }
    }
    this.desk.seed([...this.conversations.values()])
  }

  seedFirst(c, now) {
    const t = (minutes) => now - minutes * 60_000
    for (let i = 0; i < 120; i++) {
      const old = t(3 * 1440 - i * 4)
      if (i % 2) this.put(c, 'outbound', { type: 'text', text: `Respuesta *${i}*: lo reviso y te aviso.` }, old, 'read', 'Check')
      else this.put(c, 'inbound', { type: 'text', text: `Consulta número ${i}, por favor.` }, old)
    }
    this.put(c, 'inbound', { type: 'text', text: 'Hola, ¿tienen turnos para el *jueves*?' }, t(42))
    this.put(c, 'outbound', {
      type: 'buttons', header: 'Clínica Sur', body: '¡Hola Ana! Soy el asistente. ¿Qué _necesitás_?', footer: 'Respondemos al instante',
      buttons: [{ id: 'book', title: 'Sacar turno' }, { id: 'move', title: 'Cambiar turno' }, { id: 'human', title: 'Hablar con alguien' }],
    }, t(42), 'read', 'Ask with buttons')
    this.put(c, 'inbound', { type: 'reply', source: 'button', id: 'book', title: 'Sacar turno' }, t(41))
    this.put(c, 'outbound', {
      type: 'list', body: 'Estos son los horarios libres del jueves.', buttonText: 'Ver horarios',
      sections: [{ title: 'Mañana', rows: [{ id: 'h1', title: '10:30', description: 'Dra. Paz' }, { id: 'h2', title: '11:15', description: 'Dr. Roca' }] }, { title: 'Tarde', rows: [{ id: 'h3', title: '16:00', description: 'Dra. Paz' }] }],
    }, t(41), 'read', 'Choose a time')
    const pick = this.put(c, 'inbound', { type: 'reply', source: 'list', id: 'h3', title: '16:00', description: 'Dra. Paz' }, t(39))
    this.put(c, 'outbound', { type: 'text', text: 'Reservado: *jueves 16:00* con la Dra. Paz. Código ```CS-4F2A```' }, t(39), 'delivered', 'Confirm')
    this.put(c, 'outbound', { type: 'reaction', targetWamid: pick.wamid, emoji: '👍' }, t(38), 'read', 'Confirm')
    c.readSeq = c.seq
    this.put(c, 'inbound', { type: 'text', text: '¿Y dónde queda? Es mi primera vez.' }, t(3))
    this.put(c, 'inbound', { type: 'text', text: 'Quiero hablar con una persona, por favor' }, t(2))
    this.put(c, 'event', { type: 'system', event: 'handoff', body: 'The bot asked for a person' }, t(2))
    Object.assign(c, { unread: 2, owner: 'queue', bot: null, windowClosesAt: new Date(now + 3.2 * 3_600_000).toISOString() })
    c.contact = { ...c.contact, language: 'es', tags: ['vip', 'buenos-aires'] }
  }

  open(id, name, phone, at) {
    const conversation = {
      id, contact: { id, name, phone, bsuid: `AR.${4000000 + id}`, language: null, tags: [] }, channel, status: 'open', owner: 'bot', assignee: null,
      bot: { flowId: 'welcome', flowName: 'Welcome', version: 1, nodeId: 'greeting', nodeName: 'Greeting' }, unread: 0, readSeq: 0,
      windowClosesAt: new Date(at + 24 * 3_600_000).toISOString(), lastMessage: null, seq: 0, createdAt: new Date(at - 86_400_000).toISOString(),
      queue: null, labels: [], snoozedUntil: null, waitingSince: null,
    }
    this.conversations.set(id, conversation)
    this.messages.set(id, [])
    return conversation
  }

  put(c, direction, content, at, status, step, error) {
    const seq = ++c.seq
    const kind = content.type === 'media' ? content.media : content.type === 'unknown' ? 'unsupported' : content.type
    const text = content.text ?? content.body ?? content.title ?? content.caption ?? content.fileName ?? content.preview ?? content.name ?? content.emoji ?? ''
    const author = direction === 'inbound' ? { type: 'contact' } : step === 'me' ? { type: 'person', userId: String(me.id), name: me.name }
      : { type: 'bot', flowId: 'welcome', version: 1, flowName: 'Welcome', nodeId: step ?? 'greeting', nodeName: step ?? 'Greeting', sessionId: 's1' }
    const message = {
      id: `m${c.id}-${seq}`, conversationId: c.id, seq, changedSeq: seq, direction, kind, text, content,
      status: status ?? (direction === 'inbound' ? 'received' : 'queued'), error: error ?? null, author, createdAt: new Date(at).toISOString(), clientId: null, resent: false,
      wamid: `wamid.${c.id}.${seq}`, replyTo: null,
    }
    this.messages.get(c.id).push(message)
    if (direction !== 'event' && content.type !== 'reaction') c.lastMessage = { seq, kind, text, direction, status: message.status, at: message.createdAt }
    return message
  }

  add(c, direction, content, step, clientId = null, replyTo = null) {
    const message = this.put(c, direction, content, Date.now(), undefined, step)
    Object.assign(message, { clientId, replyTo })
    if (direction === 'inbound') {
      c.unread++
      c.windowClosesAt = new Date(Date.now() + 24 * 3_600_000).toISOString()
    }
    this.push('messageAdded', { workspace: '1', conversationId: c.id, seq: message.seq, message: { ...message } })
    this.changed(c)
    return message
  }

  status(c, message, status) {
    message.status = status
    message.changedSeq = ++c.seq
    if (c.lastMessage?.at === message.createdAt) c.lastMessage = { ...c.lastMessage, status }
    this.push('messageStatus', { workspace: '1', conversationId: c.id, seq: c.seq, messageId: message.id, messageSeq: message.seq, status, error: null })
    this.toPhone(c.contact.phone, 'status', { id: message.wamid, status })
  }

  changed(c) {
    this.push('conversationChanged', { workspace: '1', conversationId: c.id, seq: c.seq, conversation: { ...c } })
  }

  // The hub: enough of the SignalR JSON protocol over a bare WebSocket.

  join(request, socket) {
    const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`)
    socket.on('error', () => this.sockets.delete(socket))
    socket.on('close', () => this.sockets.delete(socket))
    socket.on('data', (data) => {
      if ((data[0] & 0x0f) === 8) return socket.end()
      if (!this.sockets.has(socket)) socket.write(frame('{}\x1e'))
      this.sockets.add(socket)
      for (const said of spoken(data)) {
        const result = this.desk.hear(said.target, said.arguments ?? [])
        if (said.invocationId) socket.write(frame(`${JSON.stringify({ type: 3, invocationId: said.invocationId, result })}\x1e`))
      }
    })
  }

  push(target, body) {
    const text = frame(`${JSON.stringify({ type: 1, target, arguments: [body] })}\x1e`)
    this.sockets.forEach((socket) => socket.write(text))
  }

  // The phones

  phone(number) {
    if (!this.phones.has(number)) this.phones.set(number, { messages: [], listeners: new Set() })
    return this.phones.get(number)
  }

  toPhone(number, event, body) {
    this.phone(number).listeners.forEach((response) => response.write(`event: ${event}\ndata: ${JSON.stringify(body)}\n\n`))
  }

  chat(number, message) {
    const phone = this.phone(number)
    const full = { n: phone.messages.length + 1, at: new Date().toISOString(), ...message }
    phone.messages.push(full)
    this.toPhone(number, 'message', full)
    return full
  }

  says(number, body) {
    let c = [...this.conversations.values()].find((each) => each.contact.phone === number)
    c ??= this.open(this.conversations.size + 1, body.name ?? null, number, Date.now())
    const offered = body.type === 'reply' ? this.phone(number).messages.find((each) => each.id === body.to) : null
    const rows = [...(offered?.buttons ?? []), ...(offered?.list?.sections.flatMap((section) => section.rows) ?? [])]
    const row = rows.find((each) => each.id === body.choice)
    const content = body.type === 'reply' ? { type: 'reply', source: offered?.list ? 'list' : 'button', id: body.choice, title: row?.title ?? body.choice }
      : body.type === 'location' ? { type: 'location', latitude: body.latitude, longitude: body.longitude }
      : body.type === 'media' ? { type: 'media', media: body.mediaType, caption: body.caption ?? null }
      : body.type === 'reaction' ? { type: 'reaction', targetWamid: body.to, emoji: body.emoji }
      : { type: 'text', text: body.text }
    const message = this.add(c, 'inbound', content)
    this.chat(number, { id: message.wamid, direction: 'in', type: body.type, text: body.type === 'reaction' ? body.emoji : message.text, contextId: body.to ?? null, status: 'read',
      media: body.type === 'media' ? { type: body.mediaType } : null, location: body.type === 'location' ? { latitude: body.latitude, longitude: body.longitude } : null })
    if (c.owner === 'bot' && body.type !== 'reaction') this.botAnswers(c, content)
    return message.wamid
  }

  botAnswers(c, content) {
    setTimeout(() => this.toPhone(c.contact.phone, 'typing', {}), 120)
    setTimeout(() => {
      const answer = content.type === 'reply'
        ? content.id === 'more'
          ? { type: 'list', body: 'Pick a day.', buttonText: 'See days', sections: [{ title: 'This week', rows: [{ id: 'thu', title: 'Thursday', description: '10:30 and 16:00' }, { id: 'fri', title: 'Friday', description: '9:00' }] }] }
          : { type: 'text', text: `You chose *${content.title}*. Thank you!` }
        : { type: 'buttons', body: `Hello ${c.contact.name?.split(' ')[0] ?? ''}! I am the _demo bot_. What can I do for you?`, footer: 'Simulated', buttons: [{ id: 'hours', title: 'Opening hours' }, { id: 'more', title: 'Book a visit' }, { id: 'human', title: 'Talk to a person' }] }
      this.deliver(c, this.add(c, 'outbound', answer, content.type === 'reply' ? 'Answer' : 'Greeting'))
    }, 500)
  }

  deliver(c, message) {
    const { content, wamid } = message
    setTimeout(() => this.status(c, message, 'accepted'), 80)
    setTimeout(() => {
      this.chat(c.contact.phone, {
        id: wamid, direction: 'out', type: content.type, text: content.text ?? content.body ?? '', status: 'sent', header: content.header, footer: content.footer, buttons: content.buttons,
        list: content.type === 'list' ? { button: content.buttonText, sections: content.sections } : null,
      })
      this.status(c, message, 'sent')
    }, 160)
    setTimeout(() => this.status(c, message, 'delivered'), 350)
    setTimeout(() => this.phone(c.contact.phone).listeners.size > 0 && this.status(c, message, 'read'), 700)
  }
}

/** The calls in what a client has sent: short masked frames, one after another. */
function spoken(data) {
  const calls = []
  for (let at = 0; at + 6 <= data.length; ) {
    const length = (data[at + 1] & 127) === 126 ? data.readUInt16BE(at + 2) : data[at + 1] & 127
    const from = at + (length > 125 ? 4 : 2)
    const text = Buffer.from(data.subarray(from + 4, from + 4 + length).map((byte, i) => byte ^ data[from + (i % 4)])).toString()
    for (const part of text.split('\x1e')) {
      try {
        const said = JSON.parse(part)
        if (said.type === 1) calls.push(said)
      } catch {
        // a part of a longer message: nothing that the mock answers
      }
    }
    at = from + 4 + length
  }
  return calls
}

function frame(text) {
  const body = Buffer.from(text)
  const head = body.length < 126 ? Buffer.from([0x81, body.length]) : body.length < 65536 ? Buffer.from([0x81, 126, body.length >> 8, body.length & 255])
    : Buffer.concat([Buffer.from([0x81, 127, 0, 0, 0, 0]), Buffer.from([body.length >> 24, (body.length >> 16) & 255, (body.length >> 8) & 255, body.length & 255])])
  return Buffer.concat([head, body])
}

async function answer(world, request, response) {
  const url = new URL(request.url, 'http://mock')
  const json = (body, status = 200) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  const query = (name) => url.searchParams.get(name)
  const path = url.pathname

  if (world.failing?.test(`${request.method} ${path}`))
    return response.writeHead(503, { 'content-type': 'application/problem+json' }).end('{"title":"Service unavailable","detail":"The database does not answer."}')
  if (path === '/api/v1/session' && request.method === 'GET')
    return json({ user: me, workspaces: [{ id: '1', name: 'Clínica Sur', role: world.role }], demo: false, antiforgery: null, simulator: { api: '/simulator/api', phoneNumberId: pnid, number: channel.number }, version: '0' })
  if (path === workspace && request.method === 'GET') return json({ id: '1', name: 'Clínica Sur', timeZone: 'America/Argentina/Buenos_Aires' })
  if (path === '/hubs/inbox/negotiate')
    return json({ negotiateVersion: 1, connectionId: 'c', connectionToken: randomUUID(), availableTransports: [{ transport: 'WebSockets', transferFormats: ['Text'] }] })
  // members, fields, tags, contacts, templates and channels are there more than once: each screen has its own
  const page = new URL(request.headers.referer ?? 'http://mock/').pathname
  if (/^\/(home|contacts|templates|settings|sign-in|setup|invite)?(\/|$)/.test(page)) {
    const told = await answerOffice(world, request, url)
    if (told) return say(response, told)
  }
  const ours = path.startsWith(`${workspace}/`) ? await world.desk.answer(request.method, path.slice(workspace.length), query, () => body(request)) : undefined
  if (ours) return json(ours[1], ours[0])

  if (path.startsWith(`${flowsPath}/`) || path === flowsPath) {
    const [status, found, headers = {}] = await world.flows.answer(request.method, path.slice(flowsPath.length), url.searchParams, request.headers, () => body(request))
    return response.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json', ...headers }).end(found === undefined ? undefined : JSON.stringify(found))
  }

  const inCampaigns = path.startsWith(`${workspace}/`) && page.startsWith('/campaigns')
  const talk = inCampaigns ? undefined : await answerTalk(world, request, url, () => body(request))
  if (talk) return response.writeHead(talk.status, { 'content-type': talk.type ?? (talk.status < 400 ? 'application/json' : 'application/problem+json') }).end(talk.bytes ?? (talk.value === undefined ? undefined : JSON.stringify(talk.value)))
  if (path.startsWith(`${workspace}/`)) {
    const found = await world.campaigns.answer(request.method, path.slice(workspace.length), url.searchParams, () => body(request))
    if (found) return say(response, found)
  }

  const one = /^\/api\/v1\/workspaces\/1\/conversations\/(\d+)(\/[\w/]+)?$/.exec(path)
  if (one) {
    const c = world.conversations.get(Number(one[1]))
    if (!c) return response.writeHead(404, { 'content-type': 'application/problem+json' }).end('{"title":"Not found"}')
    if (!one[2]) return json(c)
    if (one[2] === '/read') {
      const { seq, unread } = await body(request)
      Object.assign(c, unread ? { readSeq: seq - 1, unread: 1 } : { readSeq: Math.max(c.readSeq, seq), unread: 0 })
      world.changed(c)
      return response.writeHead(204).end()
    }
    if (one[2] === '/return') {
      Object.assign(c, { owner: 'bot', assignee: null })
      world.add(c, 'event', { type: 'system', event: 'returned', body: `${me.name} handed it back to the bot` })
      return json(c)
    }
    if (request.method === 'POST') {
      const said = await body(request)
      const { clientId, text, content, replyTo = null } = said
      const known = world.messages.get(c.id).find((each) => each.clientId === clientId)
      if (known) return json(known)
      if (said.sendAt) return json(later(world, c, said), 202)
      if (content?.type !== 'reaction') Object.assign(c, { owner: 'person', assignee: person, bot: null, status: 'open', waitingSince: null })
      const message = world.add(c, 'outbound', content ?? { type: 'text', text }, 'me', clientId, replyTo)
      world.deliver(c, message)
      return json(message, 201)
    }
    const all = world.messages.get(c.id)
    const limit = Number(query('limit') ?? 50)
    if (one[2] === '/messages/search') return json(findIn(all, query('query'), query('before'), limit))
    if (query('from') !== null) {
      const onward = all.filter((each) => each.seq >= Number(query('from')))
      const items = onward.slice(0, limit)
      return json({ items, next: onward.length > limit ? String(items[limit - 1].seq + 1) : null, seq: c.seq })
    }
    if (query('after') !== null) {
      const changed = all.filter((each) => each.changedSeq > Number(query('after')))
      return json({ items: changed, next: null, seq: c.seq })
    }
    const before = all.filter((each) => query('before') === null || each.seq < Number(query('before')))
    const items = before.slice(-limit)
    return json({ items, next: before.length > items.length ? String(items[0].seq) : null, seq: c.seq })
  }

  if (path.startsWith('/simulator/api/')) return answerSimulator(world, request, response, url, () => body(request), { pnid, channel })

  const told = await answerOffice(world, request, url)
  if (told) return say(response, told)
  if (path.startsWith('/api/')) return say(response, [404, { title: 'Not found', detail: `The mock does not know ${request.method} ${path}.` }])

  const file = join(dist, normalize(path))
  const served = existsSync(file) && extname(file) ? file : join(dist, 'index.html')
  response.writeHead(200, { 'content-type': types[extname(served)] ?? 'application/octet-stream' })
  createReadStream(served).pipe(response)
}

/** What is none of the inbox's and none of the flows'. */
function answerOffice(world, request, url) {
  const below = /^\/api\/v1(?:\/workspaces\/1)?(\/.+)$/.exec(url.pathname)
  return below && world.office.answer(request.method, below[1], url.searchParams, () => body(request), request.headers.referer ?? '')
}

const say = (response, [status, value]) =>
  response.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' }).end(value === undefined ? undefined : JSON.stringify(value))

async function body(request) {
  let text = ''
  for await (const chunk of request) text += chunk
  return text ? JSON.parse(text) : {}
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { port } = await startMock({ conversations: Number(process.env.CONVERSATIONS ?? 60) })
  console.log(`http://localhost:${port}`)
}
