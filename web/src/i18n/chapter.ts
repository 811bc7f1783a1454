import { use } from 'react'
import { NotFetched } from '~/notFetched'
import { type Language, useLanguage } from './index'

/** The words of a screen; they come with that screen, and not with the first page. */
export function chapter<T>(sources: Record<Language, () => Promise<T>>) {
  const fetch = fetchedWords(sources)
  return function useChapter(): T {
    return use(fetch(useLanguage()))
  }
}

/** Fetches each language once; one that could not be had is kept as such until its failure was shown. */
export function fetchedWords<T>(sources: Record<Language, () => Promise<T>>) {
  const spoken = new Map<Language, Promise<T>>()
  return (language: Language): Promise<T> => {
    let words = spoken.get(language)
    if (!words) {
      words = sources[language]().catch((cause: unknown) => {
        throw new NotFetched(cause, () => spoken.delete(language))
      })
      spoken.set(language, words)
    }
    return words
  }
}
