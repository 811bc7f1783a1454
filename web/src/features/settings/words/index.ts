import { chapter } from '~/i18n/chapter'
import type { SettingsWords } from './en'

export const useSettingsWords = chapter<SettingsWords>({
  en: () => import('./en').then((file) => file.en),
  es: () => import('./es').then((file) => file.es),
})
