import { ApiError, type Problem } from '~/api/client'
import { guardedFetch } from '~/api/guard'
import type { components } from '~/api/schema'
import type { Saved } from './model/saving'
import type { Template } from './model/templates'
import type { FlowDocument, Issue, NodeType } from './types'

type Schemas = components['schemas']

/** A flow as the list shows it. */
export type FlowLine = Schemas['FlowView']
export type FlowPage = Schemas['FlowPage']

export type Example = Omit<Schemas['ExampleFlow'], 'document'> & { document: FlowDocument }

export interface Draft {
  document: FlowDocument
  etag: string
}

export type VersionLine = Schemas['VersionLine']
export type InsideChoice = Schemas['Inside']

/** What publishing does, or would do. */
export type Published = Schemas['PublishedView']
export type Imported = Schemas['ImportView']

/** What the nodes of a version have seen. */
export type Stats = Schemas['FlowStatsView']

/** What a person, the clock or another system does in a trial run. */
export type Act = Schemas['Act']
export type TrialTurn = Schemas['PlayedTurn']
export type TrialEvent = Schemas['FlowEvent']
export type Trial = Schemas['Played']

/** A chat that is kept as a test, and how it went. */
export type FlowTest = Schemas['FlowTestView']
export type TestResult = Schemas['TestResult']
export type TestResults = Schemas['TestResults']

/** A conversation that went a way of the flow. */
export type Passer = Schemas['PasserView']

/** With whom a trial run talks. */
export const someone = { name: 'Ana Torres', phone: '5491155550001' }

interface Answer<T> {
  body: T
  etag: string | null
  status: number
}

async function call<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> {
  let response: Response
  try {
    response = await guardedFetch(new Request(path, {
      method,
      credentials: 'same-origin',
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    }))
  } catch (cause) {
    throw new ApiError(0, cause instanceof Error ? cause.message : String(cause))
  }
  // Whoever stands in between answers with a page of its own, and a line may break in the middle.
  const parsed = await response.text().then((text) => (text ? (JSON.parse(text) as unknown) : null)).catch(() => undefined)
  if (!response.ok) throw new Refused(response.status, parsed)
  if (parsed === undefined) throw new ApiError(0, `HTTP ${response.status}`)
  return { body: parsed as T, etag: response.headers.get('etag'), status: response.status }
}

/** A refusal with the problem that the server names. */
export class Refused extends ApiError {
  constructor(
    status: number,
    problem: unknown,
  ) {
    const { detail, title } = (problem ?? {}) as { detail?: string; title?: string }
    super(status, detail ?? title ?? `HTTP ${status}`, (problem ?? {}) as Problem)
  }
}

/** The flows of one workspace. */
export class FlowsApi {
  private readonly root: string

  constructor(private readonly workspace: string) {
    this.root = `/api/v1/workspaces/${workspace}/flows`
  }

  private at = (flow: string, rest = '') => `${this.root}/${encodeURIComponent(flow)}${rest}`

  async nodeTypes() {
    return (await call<{ items: NodeType[] }>('GET', `${this.root}/node-types`)).body.items
  }

  async list({ search, archived, cursor }: { search?: string; archived?: boolean; cursor?: string }) {
    const query = new URLSearchParams()
    if (search) query.set('search', search)
    if (archived) query.set('state', 'archived')
    if (cursor) query.set('cursor', cursor)
    return (await call<FlowPage>('GET', `${this.root}?${query}`)).body
  }

  async examples() {
    return (await call<{ items: Example[] }>('GET', `${this.root}/examples`)).body.items
  }

  async find(flow: string) {
    return (await call<FlowLine>('GET', this.at(flow))).body
  }

  async create(what: { name?: string; document?: FlowDocument; example?: string }) {
    return (await call<FlowLine>('POST', this.root, what)).body
  }

  async import(name: string, document: unknown) {
    return (await call<Imported>('POST', `${this.root}/import?name=${encodeURIComponent(name)}`, document)).body
  }

  async rename(flow: string, name: string) {
    return (await call<FlowLine>('PATCH', this.at(flow), { name })).body
  }

  async duplicate(flow: string) {
    return (await call<FlowLine>('POST', this.at(flow, '/duplicate'))).body
  }

  async pause(flow: string) {
    await call('POST', this.at(flow, '/pause'))
  }

  async resume(flow: string) {
    await call('POST', this.at(flow, '/resume'))
  }

  async archive(flow: string) {
    await call('POST', this.at(flow, '/archive'))
  }

  async unarchive(flow: string) {
    await call('POST', this.at(flow, '/unarchive'))
  }

  /** With `force` also while people are inside; their sessions end. */
  async remove(flow: string, force = false) {
    await call('DELETE', this.at(flow, force ? '?force=true' : ''))
  }

  async draft(flow: string): Promise<Draft> {
    const { body, etag } = await call<FlowDocument>('GET', this.at(flow, '/draft'))
    return { document: body, etag: etag ?? '' }
  }

  async saveDraft(flow: string, document: FlowDocument, etag: string): Promise<Saved> {
    try {
      const { body } = await call<{ eTag: string }>('PUT', this.at(flow, '/draft'), document, { 'if-match': etag })
      return { result: 'saved', etag: body.eTag, at: Date.now() }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      const newer = error instanceof Refused && error.status === 409 ? (error.problem as { etag?: string; document?: FlowDocument; by?: string | null; at?: string }) : null
      if (newer?.etag && newer.document) return { result: 'conflict', theirs: newer.document, etag: newer.etag, by: newer.by ?? null, at: newer.at ?? null }
      return error.passing ? { result: 'unreachable' } : { result: 'refused', reason: error.message }
    }
  }

  async validate(flow: string, document: FlowDocument): Promise<Issue[]> {
    return (await call<{ problems: Issue[] }>('POST', this.at(flow, '/validate'), { document })).body.problems
  }

  /** Unless `despiteTests`, a saved test that fails is a refusal. */
  async publish(flow: string, etag: string, inside: InsideChoice, { dryRun = false, despiteTests = false } = {}): Promise<Published> {
    const path = this.at(flow, dryRun ? '/publish?dryRun=true' : '/publish')
    return (await call<Published>('POST', path, { inside, despiteTests }, { 'if-match': etag })).body
  }

  async tests(flow: string) {
    return (await call<{ items: FlowTest[] }>('GET', this.at(flow, '/tests'))).body.items
  }

  /** Keeps a chat as a test: it expects what the document answers now. */
  async saveTest(flow: string, name: string, document: FlowDocument, script: readonly Act[], now: string) {
    return (await call<FlowTest>('POST', this.at(flow, '/tests'), { name, document, script, now, contact: someone })).body
  }

  async runTests(flow: string, document: FlowDocument) {
    return (await call<TestResults>('POST', this.at(flow, '/tests/run'), { document })).body
  }

  async acceptTest(flow: string, test: string, document: FlowDocument) {
    return (await call<FlowTest>('POST', this.at(flow, `/tests/${test}/accept`), { document })).body
  }

  async renameTest(flow: string, test: string, name: string) {
    return (await call<FlowTest>('PATCH', this.at(flow, `/tests/${test}`), { name })).body
  }

  async removeTest(flow: string, test: string) {
    await call('DELETE', this.at(flow, `/tests/${test}`))
  }

  async versions(flow: string) {
    return (await call<{ items: VersionLine[] }>('GET', this.at(flow, '/versions?limit=200'))).body.items
  }

  async version(flow: string, version: number) {
    return (await call<{ document: FlowDocument }>('GET', this.at(flow, `/versions/${version}`))).body.document
  }

  async stats(flow: string, version?: number) {
    return (await call<Stats>('GET', this.at(flow, `/stats${version === undefined ? '' : `?version=${version}`}`))).body
  }

  /** Plays the whole script from its beginning at `now`; nothing is sent or kept. */
  async simulate(flow: string, document: FlowDocument, script: readonly Act[], now: string): Promise<Trial> {
    return (await call<Trial>('POST', this.at(flow, '/simulate'), { document, script, now, contact: someone })).body
  }

  /** The message templates of the workspace. */
  async templates(): Promise<Template[]> {
    return (await call<{ items: Template[] }>('GET', `/api/v1/workspaces/${this.workspace}/templates?limit=200`)).body.items
  }

  /** Who left a node by a handle lately. */
  async passers(flow: string, node: string, handle: string | null) {
    return (await call<{ items: Passer[] }>('GET', this.at(flow, `/passers?${new URLSearchParams({ node, handle: handle ?? '' })}`))).body.items
  }

  exportAddress(flow: string) {
    return this.at(flow, '/export')
  }
}
