import { chapter } from '~/i18n/chapter'
import type { ContactsWords } from './en'

export const useContactsWords = chapter<ContactsWords>({
  en: () => import('./en').then((file) => file.en),
  es: () => import('./es').then((file) => file.es),
})
