import { type Trigger, replaceTrigger } from '~/model/trigger'

interface Field {
  text: string
  caret: number
}

/** Puts a reply where it was asked for, in a field that was written on while the reply was on its way. Null when it is asked for there no more. */
export function takeReply(now: Field, { from, query }: Trigger, words: string): Field | null {
  const end = from + query.length + 1
  if (now.text.slice(from, end) !== `/${query}`) return null
  const put = replaceTrigger(now.text, end, { from, query }, words)
  const caret = now.caret >= end ? now.caret - end + put.caret : now.caret > from ? put.caret : now.caret
  return { text: put.text, caret }
}
