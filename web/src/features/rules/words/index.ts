import { chapter } from '~/i18n/chapter'
import type { RuleWords } from './en'

export const useRuleWords = chapter<RuleWords>({
  en: () => import('./en').then((file) => file.en),
  es: () => import('./es').then((file) => file.es),
})
