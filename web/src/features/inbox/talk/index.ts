import { chapter } from '~/i18n/chapter'
import type { TalkWords } from './en'

export type { TalkWords }

export const useTalkWords = chapter<TalkWords>({
  en: () => import('./en').then((file) => file.en),
  es: () => import('./es').then((file) => file.es),
})
