import { chapter } from '~/i18n/chapter'
import type { HomeWords } from './en'

export const useHomeWords = chapter<HomeWords>({
  en: () => import('./en').then((file) => file.en),
  es: () => import('./es').then((file) => file.es),
})
