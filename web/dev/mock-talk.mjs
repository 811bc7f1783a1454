// What the thread and the composer ask for: files, drafts, notes, scheduled and saved replies, templates; and a conversation that shows every kind.
const path = '/api/v1/workspaces/1'
const members = [
  { id: '1', name: 'Lucía Prado', email: 'lucia@clinica.example', role: 'admin', suspended: false, twoFactor: false, since: new Date().toISOString() },
  { id: '2', name: 'Luis Gómez', email: 'luis@clinica.example', role: 'agent', suspended: false, twoFactor: false, since: new Date().toISOString() },
]
const template = (id, name, category, components, variables, parameterFormat = 'POSITIONAL') => ({
  id, connection: 'c1', name, language: 'es_AR', category, comingCategory: null, status: 'APPROVED', reason: null, quality: 'GREEN', parameterFormat, components, variables, changedAt: new Date().toISOString(),
})
const templates = [
  template('t1', 'appointment_reminder', 'UTILITY', [
    { type: 'HEADER', format: 'TEXT', text: 'Tu turno' },
    { type: 'BODY', text: 'Hola {{1}}, te recordamos tu turno del {{2}} con {{3}}.' },
    { type: 'FOOTER', text: 'Clínica Sur' },
    { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Confirmar' }, { type: 'QUICK_REPLY', text: 'Cambiar' }] },
  ], ['1', '2', '3']),
  template('t2', 'lab_results', 'UTILITY', [{ type: 'HEADER', format: 'DOCUMENT' }, { type: 'BODY', text: 'Hola {{name}}, estos son tus resultados.' }], ['name'], 'NAMED'),
  template('t3', 'promo_november', 'MARKETING', [{ type: 'BODY', text: 'En noviembre, 20 % en chequeos. ¿Te reservamos un lugar?' }], []),
]
const drafts = new Map()
const scheduled = new Map()
let files = 0

export function seedKinds(world, c, now) {
  const t = (minutes) => now - minutes * 60_000
  const says = (content, minutes, more = {}) => Object.assign(world.put(c, 'inbound', content, t(minutes)), more)
  const answers = (content, minutes, status, step = 'me', error) => world.put(c, 'outbound', content, t(minutes), status, step, error)
  const media = (media, more = {}) => ({ type: 'media', media, id: `file-${media}`, voice: false, animated: false, ...more })
  says({ type: 'text', text: 'Hola, ¿me pasan el presupuesto? _Gracias_ https://clinica.example/plan' }, 64)
  answers({ type: 'buttons', header: 'Clínica Sur', body: '¡Hola Bruno! ¿Qué necesitás?', footer: 'Respondemos al instante', buttons: [{ id: 'book', title: 'Sacar turno' }, { id: 'price', title: 'Presupuesto' }] }, 63, 'read', 'Ask with buttons')
  says({ type: 'reply', source: 'button', id: 'price', title: 'Presupuesto' }, 62)
  answers({ type: 'list', body: '¿Para qué estudio?', buttonText: 'Ver estudios', sections: [{ title: 'Imágenes', rows: [{ id: 'rx', title: 'Radiografía', description: 'Sin turno' }, { id: 'eco', title: 'Ecografía' }] }] }, 61, 'read', 'Which study')
  says({ type: 'reply', source: 'list', id: 'eco', title: 'Ecografía' }, 60)
  world.put(c, 'event', { type: 'system', event: 'taken_over', body: 'Lucía Prado took over' }, t(58), 'received', 'me')
  const photo = says(media('image', { mimeType: 'image/jpeg', caption: 'La receta de la *doctora*' }), 56)
  says(media('image', { id: 'lost', mimeType: 'image/jpeg' }), 55)
  says(media('audio', { voice: true, mimeType: 'audio/ogg' }), 54)
  answers(media('document', { fileName: 'presupuesto-ecografía-noviembre-2026.pdf', mimeType: 'application/pdf' }), 52, 'delivered')
  says(media('video', { mimeType: 'video/mp4', caption: 'Así quedó' }), 50)
  says(media('sticker', { mimeType: 'image/webp' }), 49)
  says({ type: 'location', latitude: -34.6037, longitude: -58.3816, name: 'Obelisco', address: 'Av. 9 de Julio s/n' }, 47)
  says({ type: 'contacts', cards: [{ name: 'Gala Ortiz', phones: ['5491140000007'] }] }, 46)
  answers({ type: 'text', text: 'Recibida, gracias. La leo y te digo.' }, 44, 'read').replyTo = photo.wamid
  world.put(c, 'inbound', { type: 'reaction', targetWamid: `wamid.${c.id}.${c.seq}`, emoji: '❤️' }, t(43))
  says({ type: 'form_reply', name: 'flow', body: 'Sent', responseJson: JSON.stringify({ flow_token: 'x', screen_0_fullName_0: 'Bruno Díaz', documento: '28.411.902', dias: ['Jueves', 'Viernes'], acepta_condiciones: true }) }, 40)
  says({ type: 'order', catalogId: '1', text: 'Para el jueves, por favor', items: [{ productId: 'Chequeo completo', quantity: 1, price: 48000, currency: 'ARS' }, { productId: 'Ecografía', quantity: 2, price: 15500, currency: 'ARS' }] }, 38)
  const note = world.put(c, 'event', { type: 'note', text: 'Paga por transferencia. @Luis Gómez ¿lo cobrás vos?', mentions: [{ userId: '2', name: 'Luis Gómez' }] }, t(36), 'received', 'me')
  note.kind = 'note'
  says({ type: 'interactive', subtype: 'cta_url', interactive: {}, body: 'Ver mi historia clínica' }, 34)
  says({ type: 'unknown', declaredType: 'poll' }, 33)
  says({ type: 'deleted', targetWamid: 'x' }, 32)
  answers({ type: 'template', name: 'appointment_reminder', language: 'es_AR', preview: '*Tu turno*\nHola Bruno, te recordamos tu turno del jueves con la Dra. Paz.\n_Clínica Sur_' }, 28, 'accepted', 'Remind')
  answers({ type: 'text', text: 'Este no llegó: la ventana estaba cerrada.' }, 26, 'failed', 'me', { code: 131047, title: 'Re-engagement message' })
  answers({ type: 'text', text: 'Promo de noviembre' }, 25, 'failed', 'Remind', { code: 131049, title: 'limit' })
  answers({ type: 'text', text: 'Demasiado rápido' }, 24, 'failed', 'me', { code: 131056, title: 'pair rate limit' })
  answers({ type: 'text', text: 'Sin permiso' }, 23, 'failed', 'me', { code: 131031, title: 'locked' })
  answers({ type: 'text', text: 'De este no sabemos.' }, 22, 'unknown')
  answers({ type: 'text', text: 'Retenido por calidad.' }, 21, 'held', 'Remind')
  c.readSeq = c.seq
  says({ type: 'text', text: '¿Entonces el jueves a las 16?' }, 4)
  says({ type: 'text', text: 'Avisame y lo agendo 🙏' }, 3)
  Object.assign(c, { owner: 'person', assignee: { id: '1', name: 'Lucía Prado' }, bot: null, unread: 2, windowClosesAt: new Date(now + 42 * 60_000).toISOString() })
}

/** A talk of five thousand lines. */
export function seedLong(world, c, now) {
  for (let i = 0; i < 5000; i++) {
    const at = now - (5000 - i) * 7 * 60_000
    if (i % 2) world.put(c, 'outbound', { type: 'text', text: `Respuesta ${i}: ${'lo reviso y te aviso. '.repeat(1 + (i % 4))}` }, at, 'read', 'me')
    else world.put(c, 'inbound', { type: 'text', text: `Consulta número ${i}, por favor.` }, at)
  }
  c.readSeq = c.seq
}

const fold = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Messages in which each word typed begins one, the newest first. */
export function findIn(all, query, before, limit) {
  const terms = fold(query ?? '').split(/[\s\p{P}\p{S}]+/u).filter(Boolean)
  const found = all
    .filter(({ kind, text }) => !['system', 'reaction'].includes(kind) && terms.length > 0 && terms.every((term) => fold(text).split(/[\s\p{P}\p{S}]+/u).some((word) => word.startsWith(term))))
    .reverse()
  const items = found.filter(({ seq }) => before === null || seq < Number(before)).slice(0, limit)
  return { items, next: items.length === limit ? String(items[limit - 1].seq) : null, total: Math.min(found.length, 1000), more: found.length >= 1000 }
}

/** Answers what is ours; null for what is not. */
export async function answerTalk(world, request, url, body) {
  const at = url.pathname
  const { method } = request
  const ok = (value, status = 200) => ({ status, value })
  if (!at.startsWith(path)) return null
  const rest = at.slice(path.length)

  if (rest === '/saved-replies/fill') {
    const { conversationId, text } = await body()
    const contact = world.conversations.get(conversationId)?.contact
    return ok({ text: text.replace(/\{\{ contact\.name \}\}/g, contact?.name ?? '').replace(/\{\{ agent\.name \}\}/g, 'Lucía'), fault: null })
  }
  if (rest === '/channels') return ok({ items: [{ id: 1, connection: 'c1', phoneNumberId: '1', number: '5491140000000', title: 'Clínica Sur', simulated: true, messagesPerSecond: 80 }] })
  if (rest === '/connections') return ok({ items: [{ id: 'c1', name: 'Demo', tokenRefusedAt: world.tokenRefused ? new Date().toISOString() : null }] })
  if (rest === '/templates') return ok({ items: templates, next: null, sources: [{ connection: 'c1', name: 'Demo', syncedAt: new Date().toISOString(), problem: null }] })
  const shown = /^\/templates\/(\w+)\/preview$/.exec(rest)
  if (shown) return ok({ picture: picture(templates.find((each) => each.id === shown[1]), (await body()).values ?? {}) })
  const contact = /^\/contacts\/(\d+)$/.exec(rest)
  if (contact && method === 'GET') {
    const c = [...world.conversations.values()].find((each) => each.contact.id === Number(contact[1]))
    if (!c) return null
    const blockedAt = c.blocked ? new Date().toISOString() : null
    const optedOut = c.optedOut ? { at: new Date().toISOString(), source: 'stop' } : null
    return ok({ contact: { ...c.contact, fields: {}, optedIn: null, optedOut, blockedAt, lastInboundAt: c.createdAt, lastMessageAt: null, createdAt: c.createdAt, updatedAt: c.createdAt, version: 1 }, identities: [] })
  }

  if (rest === '/media' && method === 'POST') {
    for await (const _ of request);
    return ok({ id: `file-${++files}`, kind: 'image', mimeType: 'image/png', fileName: 'x', size: 1 }, 201)
  }
  const file = /^\/media\/m(\d+)-(\d+)$/.exec(rest)
  if (file) {
    const message = world.messages.get(Number(file[1]))?.find((each) => each.seq === Number(file[2]))
    if (message?.content.id === 'lost') return { status: 200, type: 'text/plain', bytes: 'gone' }
    if (message?.content.media === 'audio') return { status: 200, type: 'audio/wav', bytes: tone() }
    return { status: 200, type: 'image/svg+xml', bytes: Buffer.from(message?.content.media === 'sticker' ? sticker : scene) }
  }

  const one = /^\/conversations\/(\d+)\/(position|draft|scheduled|notes)(?:\/([\w-]+))?$/.exec(rest)
  if (!one) return null
  const c = world.conversations.get(Number(one[1]))
  if (!c) return null
  switch (one[2]) {
    case 'position':
      return ok({ seq: c.readSeq })
    case 'draft':
      if (method === 'PUT') drafts.set(c.id, await body())
      if (method === 'DELETE') drafts.delete(c.id)
      return method === 'GET' && drafts.has(c.id) ? ok(drafts.get(c.id)) : { status: 204 }
    case 'scheduled': {
      const all = scheduled.get(c.id) ?? []
      if (method === 'DELETE') {
        scheduled.set(c.id, all.filter((each) => each.clientId !== one[3]))
        world.push('scheduledChanged', { workspace: '1', conversationId: c.id })
        return { status: 204 }
      }
      return ok({ items: all })
    }
    default: {
      const { clientId, text, mentions = [] } = await body()
      const named = mentions.map((id) => ({ userId: id, name: members.find((each) => each.id === id)?.name ?? id }))
      const note = world.add(c, 'event', { type: 'note', text, mentions: named }, 'me', clientId)
      return ok(note, 201)
    }
  }
}

/** Keeps a reply for a time to come. */
export function later(world, c, { clientId, content, text, replyTo, sendAt }) {
  const reply = { clientId, content: content ?? { type: 'text', text }, replyTo: replyTo ?? null, sendAt, author: { id: '1', name: 'Lucía Prado' }, refusal: null, createdAt: new Date().toISOString() }
  scheduled.set(c.id, [...(scheduled.get(c.id) ?? []), reply])
  world.push('scheduledChanged', { workspace: '1', conversationId: c.id })
  return reply
}

function picture({ components, variables }, values) {
  const fill = (text, prefix = '') => text?.replace(/\{\{(\w+)\}\}/g, (all, name) => values[prefix + name] ?? all) ?? null
  const part = (type) => components.find((each) => each.type === type)
  const header = part('HEADER')
  return {
    headerFormat: header?.format ?? null, header: fill(header?.text, 'header.'), body: fill(part('BODY')?.text) ?? '', footer: part('FOOTER')?.text ?? null,
    buttons: (part('BUTTONS')?.buttons ?? []).map((each) => ({ type: each.type, text: each.text, target: null })), variables,
  }
}

const scene = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 560 420"><defs><linearGradient id="s" x2="0" y2="1"><stop stop-color="#f6d9b8"/><stop offset="1" stop-color="#e79f7b"/></linearGradient></defs><rect width="560" height="420" fill="url(#s)"/><circle cx="410" cy="130" r="52" fill="#fff4dd"/><path d="M0 300 150 190l110 86 90-70 210 130v84H0z" fill="#6d7f86"/><path d="M0 350 190 270l150 90 220-60v120H0z" fill="#3c5259"/></svg>`
const sticker = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><circle cx="50" cy="50" r="44" fill="#ffd45e"/><circle cx="36" cy="42" r="6"/><circle cx="64" cy="42" r="6"/><path d="M28 60q22 24 44 0" fill="none" stroke="#000" stroke-width="6" stroke-linecap="round"/></svg>`

/** Three seconds of a soft tone, as a wave file. */
function tone() {
  const rate = 8000
  const data = Buffer.alloc(rate * 3 * 2)
  for (let i = 0; i < rate * 3; i++) data.writeInt16LE(Math.round(3000 * Math.sin(i / 6) * Math.sin(i / 4000) ** 2), i * 2)
  const head = Buffer.from('RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\0\0\0\0\0\0\0\0\x02\0\x10\0data\0\0\0\0', 'latin1')
  head.writeUInt32LE(36 + data.length, 4)
  head.writeUInt32LE(rate, 24)
  head.writeUInt32LE(rate * 2, 28)
  head.writeUInt32LE(data.length, 40)
  return Buffer.concat([head, data])
}
