import { use, useCallback } from 'react'
import { type Language, useLanguage } from '~/i18n'
import type { Wording } from '../types'
import type { FlowWords } from './en'

const sources: Record<Language, () => Promise<FlowWords>> = {
  en: () => import('./en').then((file) => file.en),
  es: () => import('./es').then((file) => file.es),
}

const spoken = new Map<Language, Promise<FlowWords>>()

/** The words of the flow screens; they come with those screens, and not with the first page. */
export function useFlowWords(): FlowWords {
  const language = useLanguage()
  let words = spoken.get(language)
  if (!words) spoken.set(language, (words = sources[language]()))
  return use(words)
}

/** Reads what the server words in several languages. */
export function useSay() {
  const language = useLanguage()
  return useCallback((wording: Wording) => wording[language], [language])
}

/** A span of time in its largest whole unit. */
export function spanOf(words: FlowWords, seconds: number): string {
  if (seconds % 86_400 === 0) return words.time.day(seconds / 86_400)
  if (seconds % 3_600 === 0) return words.time.hour(seconds / 3_600)
  if (seconds % 60 === 0) return words.time.minute(seconds / 60)
  return words.time.second(seconds)
}
