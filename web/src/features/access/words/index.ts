import { chapter } from '~/i18n/chapter'
import type { AccessWords } from './en'

export const useAccessWords = chapter<AccessWords>({
  en: () => import('./en').then((file) => file.en),
  es: () => import('./es').then((file) => file.es),
})
