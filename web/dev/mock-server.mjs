// A server with made-up people, for work on the screens. It speaks the same HTTP, hub and simulator contracts as the
// real hosts, keeps everything in memory, and serves dist/ if it is built.
import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Flows } from './mock-flows.mjs'

const dist = fileURLToPath(new URL('../dist', import.meta.url))
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2', '.svg': 'image/svg+xml' }
const me = { id: 1, name: 'Lucía Prado', role: 'admin' }
const channel = { id: 1, title: 'Clínica Sur', number: '5491140000000', simulated: true }
const flowsPath = '/api/v1/workspaces/1/flows'
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

  seed(count) {
    const now = Date.now()
    for (let i = 0; i < count; i++) {
      const id = i + 1
      const name = people[i % people.length] + (i < people.length ? '' : ` ${Math.floor(i / people.length) + 1}`)
      const conversation = this.open(id, name, `54911${String(40000001 + i)}`, now - i * 9 * 60_000)
      if (i % 7 === 3) conversation.contact = { ...conversation.contact, name: null }
      if (i === 0) this.seedFirst(conversation, now)
      else if (i === 1) this.seedKinds(conversation, now)
      else {
        const at = now - i * 9 * 60_000
        const text = lines[i % lines.length]
        this.put(conversation, 'inbound', { type: 'text', text }, at - 60_000)
        if (i % 3 === 0) this.put(conversation, 'outbound', { type: 'text', text: 'Listo, nos vemos el jueves.' }, at, ['read', 'delivered', 'failed', 'sent'][(i / 3) % 4])
        if (i % 5 === 2) conversation.owner = 'queue'
        if (i % 5 === 4) Object.assign(conversation, { owner: 'person', assignee: i % 2 ? me : { id: 2, name: 'Luis Gómez' } })
        conversation.bot = conversation.owner === 'bot' ? conversation.bot : null
        conversation.readSeq = i % 4 === 1 ? 0 : conversation.seq
        conversation.unread = i % 4 === 1 ? 1 + (i % 3) : 0
        if (i % 6 === 5) conversation.windowClosesAt = new Date(now - 1).toISOString()
      }
    }
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

  seedKinds(c, now) {
    const t = (minutes) => now - minutes * 60_000
    const inbound = [
      { type: 'media', media: 'image', mimeType: 'image/jpeg', caption: 'La receta' },
      { type: 'media', media: 'audio', voice: true, mimeType: 'audio/ogg' },
      { type: 'media', media: 'document', fileName: 'estudios.pdf', mimeType: 'application/pdf' },
      { type: 'location', latitude: -34.6037, longitude: -58.3816, name: 'Obelisco', address: 'Av. 9 de Julio' },
      { type: 'contacts', cards: [{ name: 'Gala Ortiz', phones: ['+54 9 11 4000-0007'] }] },
      { type: 'order', catalogId: '1', text: null, items: [{ productId: 'a', quantity: 2, price: 10, currency: 'ARS' }] },
      { type: 'unknown', declaredType: 'poll' },
      { type: 'deleted', targetWamid: 'x' },
    ]
    inbound.forEach((content, i) => this.put(c, 'inbound', content, t(30 - i)))
    this.put(c, 'outbound', { type: 'template', name: 'appointment_reminder', language: 'es_AR', preview: 'Te recordamos tu turno de mañana a las 10:30.' }, t(15), 'accepted', 'Remind')
    this.put(c, 'outbound', { type: 'text', text: 'Este no llegó.' }, t(14), 'failed', 'Remind', { code: 131049, title: 'limit' })
    this.put(c, 'outbound', { type: 'text', text: 'De este no sabemos.' }, t(13), 'unknown', 'Remind')
    this.put(c, 'outbound', { type: 'text', text: 'Retenido por calidad.' }, t(12), 'held', 'Remind')
    c.readSeq = c.seq
    c.windowClosesAt = new Date(now + 42 * 60_000).toISOString()
  }

  open(id, name, phone, at) {
    const conversation = {
      id, contact: { id, name, phone, bsuid: `AR.${4000000 + id}`, language: null, tags: [] }, channel, status: 'open', owner: 'bot', assignee: null,
      bot: { flowId: 'welcome', flowName: 'Welcome', version: 1, nodeId: 'greeting', nodeName: 'Greeting' }, unread: 0, readSeq: 0,
      windowClosesAt: new Date(at + 24 * 3_600_000).toISOString(), lastMessage: null, seq: 0, createdAt: new Date(at - 86_400_000).toISOString(),
    }
    this.conversations.set(id, conversation)
    this.messages.set(id, [])
    return conversation
  }

  put(c, direction, content, at, status, step, error) {
    const seq = ++c.seq
    const kind = content.type === 'media' ? content.media : content.type === 'unknown' ? 'unsupported' : content.type
    const text = content.text ?? content.body ?? content.title ?? content.caption ?? content.preview ?? content.name ?? content.emoji ?? ''
    const author = direction === 'inbound' ? { type: 'contact' } : step === 'me' ? { type: 'person', userId: String(me.id), name: me.name }
      : { type: 'bot', flowId: 'welcome', version: 1, flowName: 'Welcome', nodeId: step ?? 'greeting', nodeName: step ?? 'Greeting', sessionId: 's1' }
    const message = {
      id: `m${c.id}-${seq}`, conversationId: c.id, seq, changedSeq: seq, direction, kind, text, content,
      status: status ?? (direction === 'inbound' ? 'received' : 'queued'), error: error ?? null, author, createdAt: new Date(at).toISOString(), clientId: null, resent: false,
      wamid: `wamid.${c.id}.${seq}`,
    }
    this.messages.get(c.id).push(message)
    if (direction !== 'event' && content.type !== 'reaction') c.lastMessage = { kind, text, direction, status: message.status, at: message.createdAt }
    return message
  }

  add(c, direction, content, step, clientId = null) {
    const message = this.put(c, direction, content, Date.now(), undefined, step)
    message.clientId = clientId
    if (direction === 'inbound') {
      c.unread++
      c.windowClosesAt = new Date(Date.now() + 24 * 3_600_000).toISOString()
    }
    this.push('messageAdded', { workspace: 1, conversationId: c.id, seq: message.seq, message: { ...message } })
    this.changed(c)
    return message
  }

  status(c, message, status) {
    message.status = status
    message.changedSeq = ++c.seq
    if (c.lastMessage?.at === message.createdAt) c.lastMessage = { ...c.lastMessage, status }
    this.push('messageStatus', { workspace: 1, conversationId: c.id, seq: c.seq, messageId: message.id, messageSeq: message.seq, status, error: null })
    this.toPhone(c.contact.phone, 'status', { id: message.wamid, status })
  }

  changed(c) {
    this.push('conversationChanged', { workspace: 1, conversationId: c.id, seq: c.seq, conversation: { ...c } })
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

  if (path === '/api/v1/session')
    return json({ user: me, workspaces: [{ id: 1, name: 'Demo' }], demo: true, simulator: { api: '/simulator/api', phoneNumberId: pnid, number: channel.number }, version: '0' })
  if (path === '/hubs/inbox/negotiate')
    return json({ negotiateVersion: 1, connectionId: 'c', connectionToken: randomUUID(), availableTransports: [{ transport: 'WebSockets', transferFormats: ['Text'] }] })
  if (path === '/api/v1/workspaces/1/conversations/counts') {
    const all = [...world.conversations.values()]
    const count = (test) => all.filter(test).length
    return json({ all: all.length, bot: count(inView.bot), unassigned: count(inView.unassigned), mine: count(inView.mine), unread: count((c) => c.unread > 0) })
  }
  if (path === '/api/v1/workspaces/1/conversations') {
    const search = query('search')?.toLowerCase()
    const found = [...world.conversations.values()].filter(inView[query('view') ?? 'all']).filter((c) => !search || `${c.contact.name} ${c.contact.phone}`.toLowerCase().includes(search))
    found.sort((a, b) => (b.lastMessage?.at ?? b.createdAt).localeCompare(a.lastMessage?.at ?? a.createdAt) || b.id - a.id)
    const from = Number(query('cursor') ?? 0)
    const limit = Number(query('limit') ?? 50)
    return json({ items: found.slice(from, from + limit), next: from + limit < found.length ? String(from + limit) : null })
  }

  if (path.startsWith(`${flowsPath}/`) || path === flowsPath) {
    const [status, found, headers = {}] = await world.flows.answer(request.method, path.slice(flowsPath.length), url.searchParams, request.headers, () => body(request))
    return response.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json', ...headers }).end(found === undefined ? undefined : JSON.stringify(found))
  }

  const one = /^\/api\/v1\/workspaces\/1\/conversations\/(\d+)(\/\w+)?$/.exec(path)
  if (one) {
    const c = world.conversations.get(Number(one[1]))
    if (!c) return response.writeHead(404, { 'content-type': 'application/problem+json' }).end('{"title":"Not found"}')
    if (!one[2]) return json(c)
    if (one[2] === '/read') {
      const { seq } = await body(request)
      Object.assign(c, { readSeq: Math.max(c.readSeq, seq), unread: 0 })
      world.changed(c)
      return response.writeHead(204).end()
    }
    if (one[2] === '/return') {
      Object.assign(c, { owner: 'bot', assignee: null })
      world.add(c, 'event', { type: 'system', event: 'returned', body: `${me.name} handed it back to the bot` })
      return json(c)
    }
    if (request.method === 'POST') {
      const { clientId, text } = await body(request)
      const known = world.messages.get(c.id).find((each) => each.clientId === clientId)
      if (known) return json(known)
      Object.assign(c, { owner: 'person', assignee: me, bot: null })
      const message = world.add(c, 'outbound', { type: 'text', text }, 'me', clientId)
      world.deliver(c, message)
      return json(message, 201)
    }
    const all = world.messages.get(c.id)
    const limit = Number(query('limit') ?? 50)
    if (query('after') !== null) {
      const changed = all.filter((each) => each.changedSeq > Number(query('after')))
      return json({ items: changed, next: null, seq: c.seq })
    }
    const before = all.filter((each) => query('before') === null || each.seq < Number(query('before')))
    const items = before.slice(-limit)
    return json({ items, next: before.length > items.length ? String(items[0].seq) : null, seq: c.seq })
  }

  if (path === '/simulator/api/numbers') return json({ items: [{ phoneNumberId: pnid, number: channel.number, title: channel.title }], next: null })
  const phone = /^\/simulator\/api\/numbers\/\w+\/phones\/(\d+)\/(\w+)$/.exec(path)
  if (phone) {
    const [, number, what] = phone
    if (what === 'events') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' }).write(': hello\n\n')
      world.phone(number).listeners.add(response)
      request.on('close', () => world.phone(number).listeners.delete(response))
      return
    }
    if (what === 'read') return response.writeHead(204).end()
    if (request.method === 'POST') return json({ id: world.says(number, await body(request)) }, 202)
    return json({ items: world.phone(number).messages.filter((each) => each.n > Number(query('after') ?? 0)), next: null })
  }

  const file = join(dist, normalize(path))
  const served = existsSync(file) && extname(file) ? file : join(dist, 'index.html')
  response.writeHead(200, { 'content-type': types[extname(served)] ?? 'application/octet-stream' })
  createReadStream(served).pipe(response)
}

const inView = {
  all: () => true,
  bot: (c) => c.owner === 'bot',
  unassigned: (c) => c.owner === 'queue' || (c.owner === 'person' && !c.assignee),
  mine: (c) => c.assignee?.id === me.id,
}

async function body(request) {
  let text = ''
  for await (const chunk of request) text += chunk
  return text ? JSON.parse(text) : {}
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { port } = await startMock({ conversations: Number(process.env.CONVERSATIONS ?? 60) })
  console.log(`http://localhost:${port}`)
}
