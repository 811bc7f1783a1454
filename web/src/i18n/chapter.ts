import { use } from 'react'
import { type Language, useLanguage } from './index'

/** The words of a screen; they come with that screen, and not with the first page. */
export function chapter<T>(sources: Record<Language, () => Promise<T>>) {
  const spoken = new Map<Language, Promise<T>>()
  return function useChapter(): T {
    const language = useLanguage()
    let words = spoken.get(language)
    if (!words) spoken.set(language, (words = sources[language]()))
    return use(words)
  }
}
