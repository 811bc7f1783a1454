import { chapter } from '~/i18n/chapter'
import type { TemplatesWords } from './en'

export const useTemplatesWords = chapter<TemplatesWords>({
  en: () => import('./en').then((file) => file.en),
  es: () => import('./es').then((file) => file.es),
})
