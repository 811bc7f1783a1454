import type { InboxCell } from './inboxState'

/** How far this person has read each conversation, as far as the page knows. */
export class Positions {
  private readonly known = new Map<number, number>()

  constructor(private readonly cell: InboxCell) {}

  note(id: number, seq: number) {
    this.known.set(id, seq)
  }

  /** The position of a loaded conversation that was read to its end, and of which nobody has said since that it is unread. Else the server is to be asked. */
  sure(id: number): number | undefined {
    const seq = this.known.get(id)
    const newest = this.cell.now.threads.get(id)?.thread?.messages.at(-1)?.seq
    const unread = this.cell.now.rows.get(id)?.conversation.unread
    return seq !== undefined && newest !== undefined && seq >= newest && unread === 0 ? seq : undefined
  }
}
