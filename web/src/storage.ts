/** What this browser remembers. Storage may be full or switched off: then it is forgotten, and nothing breaks. */
export function kept(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

export function keep(key: string, value: string | null) {
  try {
    if (value === null) localStorage.removeItem(key)
    else localStorage.setItem(key, value)
  } catch {
    // Forgotten at the next visit, as said above.
  }
}
