/** What somebody has begun to write in a conversation. */
export interface Draft {
  text: string
  /** The wamid of the message that is quoted. */
  replyTo: string | null
  note: boolean
}

/** As it lies in the browser: `unsaved` while the server does not have it. */
export interface KeptDraft extends Draft {
  unsaved: boolean
}

export const emptyDraft: Draft = { text: '', replyTo: null, note: false }

export const isEmpty = ({ text, replyTo }: Draft) => text.trim() === '' && replyTo === null

export const sameDraft = (a: Draft, b: Draft) => a.text === b.text && a.replyTo === b.replyTo && a.note === b.note

/** Reads what the browser has kept; older versions kept the bare text. */
export function readDraft(kept: string | null): KeptDraft | null {
  if (!kept) return null
  try {
    const draft = JSON.parse(kept) as Partial<KeptDraft> | null
    if (typeof draft === 'object' && typeof draft?.text === 'string')
      return { text: draft.text, replyTo: typeof draft.replyTo === 'string' ? draft.replyTo : null, note: draft.note === true, unsaved: draft.unsaved === true }
  } catch {
    // Not ours: what stands there is the text.
  }
  return { ...emptyDraft, text: kept, unsaved: true }
}

/** On opening: what this browser has not brought to the server counts, else what the server tells (another browser may have gone on). */
export const whichDraft = (here: KeptDraft | null, there: Draft | null): Draft => (here?.unsaved ? here : (there ?? emptyDraft))
