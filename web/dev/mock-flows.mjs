// Made-up flows for work on the builder without the host: the same HTTP contract, everything in memory, and an engine
// that knows just enough to talk back. The real validator and engine are the server's.
import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'

const types = JSON.parse(readFileSync(new URL('node-types.json', import.meta.url), 'utf8'))
const examplesAt = new URL('../../examples/flows/', import.meta.url)
const examples = readdirSync(examplesAt).filter((file) => file.endsWith('.json')).map((file) => {
  const document = JSON.parse(readFileSync(new URL(file, examplesAt), 'utf8'))
  const id = file.replace('.json', '')
  return { id, name: id[0].toUpperCase() + id.slice(1).replaceAll('-', ' '), nodes: document.nodes.length, document }
})
const node = (id, type, x, y, data) => ({ id, type, position: { x, y }, data })
const edge = (source, target, sourceHandle = null) => ({ id: `${source}-${sourceHandle ?? 'next'}-${target}`, source, sourceHandle, target })

const turnos = {
  schemaVersion: 1,
  settings: { language: 'es', expireAfterMinutes: 120 },
  nodes: [
    node('start', 'trigger', 0, 120, { kind: 'keyword', keywords: ['turno', 'cita', 'appointment'] }),
    node('menu', 'options', 360, 60, { name: 'Qué necesita', text: '¡Hola {{ contact.firstName }}! ¿Qué *necesitás*?', options: [{ id: 'book', label: 'Sacar turno' }, { id: 'move', label: 'Cambiar turno' }, { id: 'human', label: 'Hablar con alguien ya' }], timeoutSeconds: 3600 }),
    node('day', 'ask', 760, -120, { name: 'Qué día', text: '¿Para qué día, {{ contact.firstName }}?', answer: 'date', saveAs: 'day' }),
    node('book', 'api', 1120, -120, { name: 'Buscar lugar', method: 'POST', url: 'https://turnos.example/api/slots', body: '{ "day": "{{ day }}" }', assignTo: 'slot' }),
    node('offer', 'message', 1480, -140, { text: 'Tengo lugar el {{ day }} a las {{ slot.time }}. ¡Te esperamos!' }),
    node('sorry', 'message', 1480, 60, { text: 'Ahora no puedo ver la agenda. Te llamo yo.' }),
    node('dni', 'ask', 760, 200, { name: 'DNI', text: 'Decime tu DNI y busco tu turno.', answer: 'number', saveAs: 'dni' }),
    node('vip', 'condition', 1120, 260, { name: '¿Es VIP?', rules: [{ value: 'contact.tags', operator: 'contains', argument: 'vip' }] }),
    node('reception', 'handoff', 1480, 300, { name: 'Recepción', message: 'Paso la charla a una persona.', queue: 'Recepción' }),
    node('later', 'delay', 760, 500, { seconds: 3600 }),
    node('memo', 'note', 360, 440, { text: 'El botón de una persona tiene 21 letras: WhatsApp permite 20.' }),
  ],
  edges: [edge('start', 'menu'), edge('menu', 'day', 'book'), edge('menu', 'dni', 'move'), edge('menu', 'reception', 'human'), edge('menu', 'later', 'timeout'), edge('day', 'book'), edge('book', 'offer'), edge('book', 'sorry', 'error'), edge('dni', 'vip'), edge('vip', 'reception', 'true'), edge('later', 'reception')],
}

/** A flow of many nodes: menus that lead to menus. */
export function bigFlow(count) {
  const nodes = [node('n0', 'trigger', 0, 0, { kind: 'keyword', keywords: ['big'] })]
  const edges = []
  for (let i = 1; i < count; i++) {
    const column = Math.floor((i + 9) / 10)
    const place = [360 * column, (i % 10) * 300]
    nodes.push(i % 3 === 1
      ? node(`n${i}`, 'options', ...place, { text: `Pregunta número ${i}, ¿qué *elegís* {{ contact.firstName }}?`, options: [{ id: 'a', label: 'Primera' }, { id: 'b', label: 'Segunda' }, { id: 'c', label: 'Tercera' }] })
      : node(`n${i}`, 'message', ...place, { text: `Mensaje ${i}: lo reviso y te aviso, {{ contact.name }}.` }))
  }
  for (let i = 1; i < count; i++) {
    const parent = Math.max(0, i - 1 - (i % 10))
    const from = nodes[parent].type === 'options' ? ['a', 'b', 'c', 'no-match', 'timeout'].find((handle) => !edges.some((each) => each.source === nodes[parent].id && each.sourceHandle === handle)) : edges.some((each) => each.source === nodes[parent].id) ? undefined : null
    if (from !== undefined) edges.push(edge(nodes[parent].id, nodes[i].id, from))
    else if (nodes[i - 1].type === 'options') edges.push(edge(nodes[i - 1].id, nodes[i].id, 'a'))
  }
  return { schemaVersion: 1, settings: {}, nodes, edges: edges.filter((each, i) => edges.findIndex((other) => other.source === each.source && other.sourceHandle === each.sourceHandle) === i) }
}

const madeTest = (id, name, script, now = new Date().toISOString(), fails = false) => ({
  id, name, fails, createdBy: 'Lucía', createdAt: now, updatedAt: now,
  test: { now, contact: { id: 'simulated', name: 'Ana Torres' }, script, expected: { said: script.map((act) => [{ type: 'text', text: `Respuesta a ${act.text ?? act.title ?? act.type}` }]), outcome: 'completed', waits: null } },
})
const passers = ['Ana Torres', 'Bruno Díaz', 'Carla Medina'].map((name, i) => ({ conversationId: i + 1, contactId: i + 1, name, phone: `549115555000${i + 1}`, at: new Date(Date.now() - i * 3_600_000).toISOString() }))

export class Flows {
  all = new Map()

  constructor() {
    this.add('turnos', 'Turnos', turnos, { state: 'live', versions: [structuredClone(turnos)], inside: 312, started: 1284, completed: 987, changed: true })
    const older = this.all.get('turnos')
    older.versions[0].nodes = older.versions[0].nodes.filter((each) => each.id !== 'later' && each.id !== 'memo').map((each) => (each.id === 'menu' ? { ...each, data: { ...each.data, text: '¡Hola! ¿En qué te ayudo?' } } : each))
    older.versions[0].nodes.push(node('old', 'message', 760, 560, { text: 'Hasta luego.' }))
    older.versions[0].edges = older.versions[0].edges.filter((each) => !each.id.includes('later')).concat([edge('menu', 'old', 'timeout')])
    this.add('welcome', 'Welcome', examples.find((each) => each.id === 'welcome').document, { state: 'live', versions: [examples.find((each) => each.id === 'welcome').document], inside: 18, started: 402, completed: 377 })
    this.add('lead', 'Lead capture', examples.find((each) => each.id === 'lead-capture').document, {})
    this.add('feedback', 'After-sales survey', examples.find((each) => each.id === 'feedback').document, { state: 'paused', versions: [examples.find((each) => each.id === 'feedback').document], inside: 3, started: 96, completed: 41 })
    this.add('big', 'Soporte técnico', bigFlow(100), { started: 0 })
    this.add('huge', 'Todo junto', bigFlow(300), { started: 0 })
    const now = new Date(Date.now() - 86_400_000).toISOString()
    older.tests = [madeTest('test_1', 'Saca turno para mañana', [{ type: 'text', text: 'quiero un turno' }, { type: 'tap', id: 'book', title: 'Sacar turno' }, { type: 'skip', seconds: 3600 }], now, true), madeTest('test_2', 'Cambia de idea', [{ type: 'text', text: 'turno' }], now)]
    this.all.get('welcome').tests = [madeTest('test_3', 'Dice hola', [{ type: 'text', text: 'hi' }], now, true)]
    this.add('grouped', 'Turnos por grupos', { ...turnos, groups: [{ id: 'g1', name: 'Reserva', nodes: ['day', 'book', 'offer', 'sorry'], folded: false }, { id: 'g2', name: 'Cambios', nodes: ['dni', 'vip'], folded: true }] })
  }

  add(id, name, document, { state = 'draft', versions = [], inside = 0, started = 0, completed = 0, changed = versions.length === 0 } = {}) {
    this.all.set(id, { id, name, state, document: structuredClone(document), revision: 1, versions: structuredClone(versions), inside, started, completed, changed, tests: [], at: Date.now() - this.all.size * 5_400_000 })
    return this.all.get(id)
  }

  line(flow) {
    const problems = check(flow.document)
    const count = (severity) => problems.filter((each) => each.severity === severity).length
    return {
      id: flow.id, name: flow.name, state: flow.state, publishedVersion: flow.versions.length || null, versions: flow.versions.length, hasChanges: flow.changed,
      problems: { errors: count('error'), warnings: count('warning') }, inside: flow.inside, waiting: 0,
      outcomes: { started: flow.started, completed: flow.completed, expired: 0, interrupted: 0, failed: 0, handedOff: 0 },
      createdAt: new Date(flow.at).toISOString(), updatedAt: new Date(flow.at).toISOString(),
      triggers: flow.document.nodes.filter((each) => each.type === 'trigger').map((each) => ({ kind: each.data.kind ?? 'keyword', keywords: each.data.keywords ?? [] })),
      startedByDay: [0.1, 0.16, 0.12, 0.2, 0.14, 0.05, 0.23].map((part) => Math.round(flow.started * part)),
    }
  }

  /** Saved tests: what they expect is what is said in the mock, and the first of "turnos" fails. */
  async tests(flow, method, id, act, read) {
    const run = (test) => {
      const text = test.test.expected.said[0]?.[0]?.text
      const lines = test.test.script.map((act, i) => ({ act, expected: test.test.expected.said[i], got: i === 0 && test.fails ? [{ type: 'text', text: `${text} ¿Todo bien?` }] : test.test.expected.said[i], same: !(i === 0 && test.fails) }))
      return { id: test.id, name: test.name, run: { passed: !test.fails, lines, got: test.test.expected, stopped: null } }
    }
    if (method === 'GET') return [200, { items: flow.tests, next: null }]
    if (id === 'run') {
      const items = flow.tests.map(run)
      return [200, { passed: items.filter((each) => each.run.passed).length, failed: items.filter((each) => !each.run.passed).length, items }]
    }
    if (!id) {
      const { name, script, now } = await read()
      flow.tests.push(madeTest(randomUUID(), name, script, now))
      return [201, flow.tests.at(-1)]
    }
    const test = flow.tests.find((each) => each.id === id)
    if (!test) return [404, { title: 'Not found', detail: 'There is no such test.' }]
    if (act === 'run') return [200, run(test)]
    if (act === 'accept') return [200, Object.assign(test, { fails: false })]
    if (method === 'PATCH') return [200, Object.assign(test, { name: (await read()).name })]
    flow.tests = flow.tests.filter((each) => each !== test)
    return [204]
  }

  failing = (flow) => flow.tests.filter((test) => test.fails).map((test) => ({ id: test.id, name: test.name, run: { passed: false, stopped: null, got: test.test.expected, lines: test.test.script.map((act, i) => ({ act, expected: test.test.expected.said[i], got: i === 0 ? [{ type: 'text', text: '¡Hola! ¿En qué te ayudo hoy?' }] : test.test.expected.said[i], same: i > 0 })) } }))

  /** Answers a request under /flows; null when there is no such path. */
  async answer(method, path, query, headers, read) {
    const parts = path.split('/').filter(Boolean)
    const [id, what, version, more] = parts
    if (id === 'node-types') return [200, { items: types }]
    if (id === 'examples') return [200, { items: examples, next: null }]
    if (id === 'import') {
      const document = await read()
      if (!Array.isArray(document.nodes)) return [400, { title: 'Bad request', detail: 'A flow document has a list of nodes.' }]
      const flow = this.add(randomUUID().slice(0, 8), query.get('name'), document)
      return [201, { flow: this.line(flow), report: null, problems: check(document) }]
    }
    if (!id && method === 'POST') {
      const { name, document, example } = await read()
      const found = examples.find((each) => each.id === example)
      return [201, this.line(this.add(randomUUID().slice(0, 8), name ?? found.name, found?.document ?? document ?? { nodes: [], edges: [] }))]
    }
    if (!id) {
      const archived = query.get('state') === 'archived'
      const lines = [...this.all.values()].filter((flow) => (flow.state === 'archived') === archived && flow.name.toLowerCase().includes((query.get('search') ?? '').toLowerCase()))
      return [200, { items: lines.sort((a, b) => b.at - a.at).map((flow) => this.line(flow)), next: null }]
    }

    const flow = this.all.get(id)
    if (!flow) return [404, { title: 'Not found', detail: 'There is no such flow.' }]
    if (what === 'tests') return this.tests(flow, method, version, more, read)
    if (what === 'passers') return [200, { items: passers, next: null }]
    const etag = () => `"${flow.revision}"`
    const touch = () => Object.assign(flow, { at: Date.now() })
    if (!what && method === 'GET') return [200, this.line(flow)]
    if (!what && method === 'PATCH') return [200, this.line(Object.assign(flow, { name: (await read()).name }))]
    if (!what && method === 'DELETE') {
      if (flow.inside > 0 && query.get('force') !== 'true') return [409, { title: 'Conflict', detail: `${flow.inside} people are inside.`, inside: flow.inside }]
      this.all.delete(id)
      return [204]
    }
    switch (what) {
      case 'draft': {
        if (method === 'GET') return [200, flow.document, { etag: etag() }]
        if (headers['if-match'] !== etag()) return [409, { title: 'Conflict', detail: 'Somebody has saved the draft meanwhile.', etag: etag(), document: flow.document }]
        flow.document = await read()
        flow.revision++
        flow.changed = true
        touch()
        return [200, { eTag: etag(), problems: check(flow.document) }, { etag: etag() }]
      }
      case 'validate': {
        const { document } = await read()
        const problems = check(document ?? flow.document)
        return [200, { isSound: problems.every((each) => each.severity !== 'error'), problems }]
      }
      case 'publish': {
        const problems = check(flow.document)
        if (problems.some((each) => each.severity === 'error')) return [422, { title: 'The flow is not sound', problems }]
        const vanishing = flow.versions.length ? 14 : 0
        if (query.get('dryRun')) return [200, { version: null, inside: flow.inside, onVanishingNodes: Math.min(vanishing, flow.inside), problems, failedTests: this.failing(flow) }]
        flow.versions.push(structuredClone(flow.document))
        Object.assign(flow, { changed: false, state: flow.state === 'draft' ? 'live' : flow.state })
        touch()
        return [200, { version: flow.versions.length, inside: flow.inside, onVanishingNodes: 0, problems, failedTests: [] }]
      }
      case 'versions': {
        if (!version) return [200, { items: flow.versions.map((_, i) => ({ version: i + 1, name: flow.name, publishedAt: new Date(flow.at - (flow.versions.length - i) * 3 * 86_400_000).toISOString(), inside: i === flow.versions.length - 1 ? flow.inside : 0 })).reverse(), next: null }]
        const document = flow.versions[Number(version) - 1]
        if (!document) return [404, { title: 'Not found', detail: 'There is no such version.' }]
        if (more === 'restore') {
          flow.document = structuredClone(document)
          flow.revision++
          return [200, { eTag: etag(), problems: [] }]
        }
        return [200, { version: Number(version), name: flow.name, document }]
      }
      case 'stats': {
        const seen = new Map([[flow.document.nodes[0]?.id, flow.started]])
        const nodes = flow.document.nodes.map((each) => {
          const entered = seen.get(each.id) ?? 0
          const out = flow.document.edges.filter((way) => way.source === each.id)
          const left = {}
          out.forEach((way, i) => {
            left[way.sourceHandle ?? ''] = Math.round((entered * 0.94) / (i + 1) / (out.length > 1 ? 1.5 : 1))
            seen.set(way.target, (seen.get(way.target) ?? 0) + left[way.sourceHandle ?? ''])
          })
          return { nodeId: each.id, entered, left, here: each.type === 'options' ? 41 : 0 }
        })
        return [200, { version: flow.versions.length, nodes }]
      }
      case 'simulate': {
        const { script, document, now } = await read()
        const problems = check(document ?? flow.document).filter((each) => each.severity === 'error')
        return problems.length ? [422, { title: 'The flow is not sound', problems }] : [200, { turns: play(document ?? flow.document, script, now), stopped: null }]
      }
      case 'duplicate':
        return [201, this.line(this.add(randomUUID().slice(0, 8), `Copy of ${flow.name}`, flow.document))]
      case 'export':
        return [200, flow.document, { 'content-disposition': `attachment; filename="${id}.json"` }]
      case 'pause':
      case 'resume':
      case 'archive':
      case 'unarchive':
        flow.state = { pause: 'paused', resume: 'live', archive: 'archived', unarchive: flow.versions.length ? 'paused' : 'draft' }[what]
        touch()
        return [200, this.line(flow)]
      default:
        return [404, { title: 'Not found' }]
    }
  }
}

function check({ nodes = [], edges = [] }) {
  const problems = []
  const add = (code, severity, elementId, field, text) => problems.push({ code, severity, elementId, field, text })
  if (!nodes.some((each) => each.type === 'trigger')) add('no_trigger', 'error', null, 'nodes', 'Nothing starts this flow; add a trigger.')
  const targets = new Set(edges.map((each) => each.target))
  for (const each of nodes) {
    const type = types.find((known) => known.type === each.type)
    if (!type) add('unknown_type', 'error', each.id, 'type', `Node “${each.id}” has the type “${each.type}”, which does not exist.`)
    else if (!type.entry && !targets.has(each.id)) add('unreachable', 'warning', each.id, null, 'Nothing leads to this step.')
    if (each.type === 'options') for (const option of each.data.options ?? []) if ((option.label ?? option).length > 20 && each.data.options.length <= 3) add('too_long', 'error', each.id, 'options', `“${option.label}” has ${option.label.length} characters; a button takes 20.`)
    if (each.type === 'message' && !each.data.text) add('missing', 'error', each.id, 'text', 'Write what to send.')
    if (each.type === 'ask' && !each.data.text) add('missing', 'error', each.id, 'text', 'Write the question.')
  }
  return problems
}

const fill = (text, vars) => String(text ?? '').replaceAll(/\{\{\s*([\w.]+)[^}]*\}\}/g, (_, path) => path === 'contact.firstName' || path === 'contact.name' ? 'Lucía' : (path.split('.').reduce((value, key) => value?.[key], vars) ?? ''))

function play({ nodes, edges }, script, from) {
  let now = Date.parse(from ?? new Date().toISOString())
  let wait = null
  let vars = {}
  const turns = []
  const after = (id, handle = null) => edges.find((each) => each.source === id && (each.sourceHandle ?? null) === handle)?.target
  const walk = (act, first, events) => {
    const messages = []
    let at = first
    const say = (id, content) => {
      messages.push(content)
      events.push({ type: 'message_created', nodeId: id, content })
    }
    wait = null
    for (let steps = 0; at && steps < 50; steps++) {
      const each = nodes.find((known) => known.id === at)
      const { data } = each
      events.push({ type: 'node_entered', nodeId: at, nodeName: data.name ?? null })
      const leave = (handle = null) => {
        events.push({ type: 'node_left', nodeId: each.id, handle })
        at = after(each.id, handle)
      }
      const park = (what) => {
        wait = { nodeId: each.id, for: what }
        at = null
      }
      if (each.type === 'message') {
        say(at, { type: 'text', text: fill(data.text, vars) })
        leave()
      } else if (each.type === 'options') {
        const options = data.options.map((option) => ({ id: option.id, title: fill(option.label, vars), description: option.description ?? null }))
        say(at, options.length <= 3 ? { type: 'buttons', body: fill(data.text, vars), buttons: options } : { type: 'list', body: fill(data.text, vars), buttonText: data.buttonText ?? 'Choose', sections: [{ title: null, rows: options }] })
        park('answer')
      } else if (each.type === 'ask') {
        say(at, { type: 'text', text: fill(data.text, vars) })
        park('answer')
      } else if (each.type === 'api') park('call')
      else if (each.type === 'delay') park('time')
      else if (each.type === 'handoff') {
        if (data.message) say(at, { type: 'text', text: fill(data.message, vars) })
        events.push({ type: 'handed_off', nodeId: at, queue: data.queue })
        events.push({ type: 'session_ended', outcome: 'handedOff', reason: data.queue ?? null })
        at = null
      } else if (each.type === 'condition') leave('true')
      else leave()
    }
    if (!wait && !events.some((each) => each.type === 'session_ended')) events.push({ type: 'session_ended', outcome: 'completed', reason: null })
    turns.push({ act, at: new Date(now).toISOString(), events, messages, variables: { ...vars }, waits: wait, owner: 'bot' })
  }
  const set = (events, id, name, value) => {
    if (!name) return
    vars[name] = value
    events.push({ type: 'variable_set', nodeId: id, name, value })
  }
  script.forEach((act, index) => {
    const there = wait && nodes.find((each) => each.id === wait.nodeId)
    const events = []
    const leave = (handle = null) => {
      events.push({ type: 'node_left', nodeId: there.id, handle })
      walk(index, after(there.id, handle), events)
    }
    if (act.type === 'skip') {
      now += (act.seconds ?? 3600) * 1000
      if (wait?.for === 'time') leave()
      else if (there) leave('timeout')
    } else if (act.type === 'call' && wait?.for === 'call') {
      if (act.error || act.status >= 400) leave('error')
      else {
        let body = act.body
        try {
          body = JSON.parse(act.body)
        } catch {}
        set(events, there.id, there.data.assignTo, body)
        leave()
      }
    } else if (there?.type === 'ask') {
      set(events, there.id, there.data.saveAs, act.text ?? act.title)
      leave()
    } else if (there?.type === 'options') {
      const option = there.data.options.find((each) => each.id === act.id || each.label.toLowerCase() === act.text?.toLowerCase())
      leave(option?.id ?? 'no-match')
    } else {
      const start = nodes.find((each) => each.type === 'trigger' && (act.type === 'start' || each.data.kind === 'default' || each.data.keywords?.some((word) => act.text?.toLowerCase().includes(word.toLowerCase()))))
      if (!start) return turns.push({ act: index, at: new Date(now).toISOString(), events, messages: [], variables: null, waits: null, owner: 'bot' })
      vars = {}
      events.push({ type: 'session_started', nodeId: start.id })
      walk(index, start.id, events)
    }
  })
  return turns
}
