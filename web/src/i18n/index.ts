import { useSyncExternalStore } from 'react'
import { keep, kept } from '~/storage'
import type { Words } from './en'

export type Language = 'en' | 'es'
export const languages: readonly Language[] = ['en', 'es']
export const languageNames: Record<Language, string> = { en: 'English', es: 'Español' }

interface Speech {
  language: Language
  words: Words
}

const sources: Record<Language, () => Promise<Words>> = {
  en: () => import('./en').then((file) => file.en),
  es: () => import('./es').then((file) => file.es),
}

let speech: Speech | null = null
const listeners = new Set<() => void>()

/** Loads a language and lets everything on screen speak it. */
export async function speak(language: Language) {
  speech = { language, words: await sources[language]() }
  document.documentElement.lang = language
  listeners.forEach((listener) => listener())
}

export function choose(language: Language) {
  keep('language', language)
  return speak(language)
}

/** The language chosen before, else the browser's first one that we speak. */
export function preferredLanguage(): Language {
  const chosen = kept('language')
  const wanted = [...(chosen ? [chosen] : []), ...navigator.languages].map((tag) => tag.slice(0, 2))
  return languages.find((each) => each === wanted.find((tag) => languages.includes(tag as Language))) ?? 'en'
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function now(): Speech {
  if (!speech) throw new Error('speak() comes before the first render')
  return speech
}

export const useWords = () => useSyncExternalStore(subscribe, now).words
export const useLanguage = () => useSyncExternalStore(subscribe, now).language
