import type { FlowDocument } from '../types'
import { alike } from './diff'
import { readDoc } from './doc'
import type { Kept } from './shelf'

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
  put: (copy: Kept) => Promise<void>
  /** With a revision, only a copy that was made on it. */
  clear: (madeOn?: string) => Promise<void>
}

interface Clock {
  now: () => number
  after: (ms: number, act: () => void) => () => void
}

const quiet = 600
const longest = 2_000
const keptWithin = 300
const firstRetry = 1_000
const lastRetry = 30_000

/**
 * Sends a draft after its last edit: one save at a time, the newest document only, each on top of the revision before it. What the server does
 * not have yet is kept on this device, from soon after the edit on. A draft that somebody else has changed is never overwritten.
 */
export class Saver {
  private document: FlowDocument | null = null
  private underway: FlowDocument | null = null
  private sending = false
  private stopped = false
  private keptOn = ''
  private firstEdit = 0
  private retry = firstRetry
  private cancel: () => void = () => {}
  private keeping: (() => void) | null = null
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
    if (this.stopped) return
    if (this.document === null) this.firstEdit = this.clock.now()
    this.document = document
    this.keeping ??= this.clock.after(keptWithin, () => void this.keep())
    if (this.state.is === 'conflict') return
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
    try {
      while (this.document !== null && (await this.sendOne(this.document)));
    } finally {
      this.sending = false
      this.waiting.splice(0).forEach((done) => done())
    }
  }

  /** True when the server has it. */
  private async sendOne(document: FlowDocument): Promise<boolean> {
    this.document = null
    this.underway = document
    this.become({ is: 'saving' })
    const answer = await this.send(document, this.etag).catch((): Saved => ({ result: 'unreachable' }))
    this.underway = null
    // What "somebody else" saved may be this very document: it arrived, and its answer was lost.
    if (answer.result === 'saved' || (answer.result === 'conflict' && alike(readDoc(answer.theirs), readDoc(document)))) {
      this.etag = answer.etag
      this.retry = firstRetry
      if (this.document !== null) void this.keep()
      else {
        await this.shelf.clear(this.stopped ? this.keptOn : undefined)
        if (this.document === null) this.become({ is: 'saved', at: answer.result === 'saved' ? answer.at : this.clock.now() })
      }
      return true
    }
    this.document ??= document
    await this.keep()
    if (answer.result === 'conflict') {
      const { theirs, etag, by, at } = answer
      this.become({ is: 'conflict', theirs, etag, by, at })
    } else if (answer.result === 'refused') this.become({ is: 'refused', reason: answer.reason })
    else {
      this.become({ is: 'offline' })
      this.cancel()
      if (!this.stopped) this.cancel = this.clock.after(this.retry, () => void this.flush())
      this.retry = Math.min(lastRetry, this.retry * 2)
    }
    return false
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

  /** Keeps on this device, at once, what the server does not have. */
  keep(): Promise<void> {
    this.keeping?.()
    this.keeping = null
    const document = this.document ?? this.underway
    if (document === null || this.stopped) return Promise.resolve()
    this.keptOn = this.etag
    return this.shelf.put({ document, etag: this.etag })
  }

  /** What is being sent is still sent, but never again: from here on, what is kept belongs to whoever opens the flow next. */
  stop() {
    this.cancel()
    void this.keep()
    this.stopped = true
  }

  private become(state: SaveState) {
    this.state = state
    this.changed(state)
  }
}
