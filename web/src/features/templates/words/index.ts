import { chapter } from '~/i18n/chapter'
import type { TemplateWords } from './en'

export const useTemplateWords = chapter<TemplateWords>({
  en: () => import('./en').then((file) => file.en),
  es: () => import('./es').then((file) => file.es),
})
