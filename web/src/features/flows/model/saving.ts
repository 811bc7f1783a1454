import type { FlowDocument } from '../types'

/** The draft that somebody else saved meanwhile, who that was and when. */
export interface Theirs {
  theirs: FlowDocument
  etag: string
  by?: string | null
  at?: string | null
}

/** How true the server's copy is. */
export type SaveState =
  | { is: 'saved'; at: number | null }
  | { is: 'saving' }
  | { is: 'offline' }
  | ({ is: 'conflict' } & Theirs)
  | { is: 'refused'; reason: string }

export type Saved =
  | { result: 'saved'; etag: string; at: number }
  | ({ result: 'conflict' } & Theirs)
  | { result: 'unreachable' }
  | { result: 'refused'; reason: string }

export interface Shelf {
  put: (copy: { document: FlowDocument; etag: string }) => Promise<void>
  clear: () => Promise<void>
}

interface Clock {
  now: () => number
  after: (ms: number, act: () => void) => () => void
}

const quiet = 600
const longest = 2_000
const firstRetry = 1_000
const lastRetry = 30_000

/**
 * Sends a draft after its last edit: one save at a time, the newest document only, each on top of the revision before it. What the server does
 * not have yet is kept on this device. A draft that somebody else has changed is never overwritten.
 */
export class Saver {
  private document: FlowDocument | null = null
  private sending = false
  private firstEdit = 0
  private retry = firstRetry
  private cancel: () => void = () => {}
  private waiting: (() => void)[] = []
  state: SaveState = { is: 'saved', at: null }

  constructor(
    private etag: string,
    private readonly send: (document: FlowDocument, etag: string) => Promise<Saved>,
    private readonly shelf: Shelf,
    private readonly changed: (state: SaveState) => void,
    private readonly clock: Clock,
  ) {}

  /** The revision that the next save builds on. */
  get revision() {
    return this.etag
  }

  get dirty() {
    return this.document !== null || this.sending
  }

  edit(document: FlowDocument) {
    if (this.document === null) this.firstEdit = this.clock.now()
    this.document = document
    if (this.state.is === 'conflict') {
      void this.shelf.put({ document, etag: this.etag })
      return
    }
    if (this.state.is !== 'offline') this.become({ is: 'saving' })
    const wait = Math.min(quiet, Math.max(0, this.firstEdit + longest - this.clock.now()))
    this.cancel()
    this.cancel = this.clock.after(wait, () => void this.flush())
  }

  /** Sends what is there now; ends when the server has it, or it is clear that it will not for now. */
  async flush(): Promise<void> {
    this.cancel()
    if (this.sending) return new Promise((done) => this.waiting.push(done))
    if (this.document === null || this.state.is === 'conflict') return
    this.sending = true
    while (this.document !== null) {
      const document: FlowDocument = this.document
      this.document = null
      this.become({ is: 'saving' })
      const answer = await this.send(document, this.etag)
      if (answer.result === 'saved') {
        this.etag = answer.etag
        this.retry = firstRetry
        if (this.document === null) {
          await this.shelf.clear()
          if (this.document === null) this.become({ is: 'saved', at: answer.at })
        }
        continue
      }
      this.document ??= document
      await this.shelf.put({ document: this.document, etag: this.etag })
      if (answer.result === 'conflict') {
        const { theirs, etag, by, at } = answer
        this.become({ is: 'conflict', theirs, etag, by, at })
      }
      else if (answer.result === 'refused') this.become({ is: 'refused', reason: answer.reason })
      else {
        this.become({ is: 'offline' })
        this.cancel = this.clock.after(this.retry, () => void this.flush())
        this.retry = Math.min(lastRetry, this.retry * 2)
      }
      break
    }
    this.sending = false
    this.waiting.splice(0).forEach((done) => done())
  }

  /** Ends a conflict: on top of their revision goes this document, or nothing. */
  async settle(mine: FlowDocument | null) {
    if (this.state.is !== 'conflict') return
    this.etag = this.state.etag
    this.document = mine
    this.become({ is: 'saved', at: null })
    if (mine) await this.flush()
    else await this.shelf.clear()
  }

  /** What is kept here was made on an older revision than the server has. */
  meet({ theirs, etag }: { theirs: FlowDocument; etag: string }) {
    this.cancel()
    this.become({ is: 'conflict', theirs, etag })
  }

  stop() {
    this.cancel()
  }

  private become(state: SaveState) {
    this.state = state
    this.changed(state)
  }
}
