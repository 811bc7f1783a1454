import { chapter } from '~/i18n/chapter'
import type { InboxSettingsWords } from './en'

export const useInboxSettingsWords = chapter<InboxSettingsWords>({
  en: () => import('./en').then((file) => file.en),
  es: () => import('./es').then((file) => file.es),
})
