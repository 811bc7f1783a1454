import { chapter } from '~/i18n/chapter'
import type { DeskWords } from './en'

export const useDeskWords = chapter<DeskWords>({
  en: () => import('./en').then((file) => file.en),
  es: () => import('./es').then((file) => file.es),
})
