import { chapter } from '~/i18n/chapter'
import type { HealthWords } from './en'

export const useHealthWords = chapter<HealthWords>({
  en: () => import('./en').then((file) => file.en),
  es: () => import('./es').then((file) => file.es),
})
