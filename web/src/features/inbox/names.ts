import type { Conversation } from '~/api/types'
import type { Words } from '~/i18n/en'
import { phoneText } from '~/model/phoneText'

/** A contact may have no name and even no number: name, then number, then the last of the user id. */
export function nameOf({ contact }: Conversation, words: Words): string {
  if (contact.name) return contact.name
  if (contact.phone) return phoneText(contact.phone)
  return words.list.unknownContact((contact.bsuid ?? String(contact.id)).slice(-4).toUpperCase())
}
