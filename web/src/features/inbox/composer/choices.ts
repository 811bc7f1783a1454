import type { Content } from '~/api/types'
import { codePoints, limits } from '~/model/limits'

/** Buttons or a list as they are being put together. */
export interface Draft {
  kind: 'buttons' | 'list'
  body: string
  header: string
  footer: string
  /** The button that opens the list. */
  open: string
  choices: { title: string; description: string }[]
}

const named = (draft: Draft) => draft.choices.filter((each) => each.title.trim() !== '')

/** What keeps it from being sent: too much, too little, or two that read alike. */
export function flawOf(draft: Draft): 'length' | 'empty' | 'twice' | null {
  const list = draft.kind === 'list'
  const choices = named(draft)
  if (draft.body.trim() === '' || choices.length === 0 || (list && draft.open.trim() === '')) return 'empty'
  const long =
    codePoints(draft.body) > (list ? limits.listBody : limits.buttonsBody) ||
    codePoints(draft.header) > limits.header ||
    codePoints(draft.footer) > limits.footer ||
    choices.length > (list ? limits.listRows : limits.buttons) ||
    choices.some((each) => codePoints(each.title) > (list ? limits.rowTitle : limits.buttonTitle) || codePoints(each.description) > limits.rowDescription) ||
    (list && codePoints(draft.open) > limits.listButton)
  if (long) return 'length'
  // Meta has refused titles that differed in letter case only.
  const titles = new Set(choices.map((each) => each.title.trim().toLowerCase()))
  return titles.size < choices.length ? 'twice' : null
}

/** The message; a choice without a title is left out. */
export function choicesContent(draft: Draft): Extract<Content, { type: 'buttons' | 'list' }> {
  const around = { body: draft.body, header: draft.header.trim() || null, footer: draft.footer.trim() || null }
  const choices = named(draft).map(({ title, description }, index) => ({ id: `choice_${index + 1}`, title: title.trim(), description: description.trim() || null }))
  return draft.kind === 'buttons'
    ? { type: 'buttons', ...around, buttons: choices.map(({ id, title }) => ({ id, title })) }
    : { type: 'list', ...around, buttonText: draft.open.trim(), sections: [{ title: null, rows: choices }] }
}
