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

let person = ''

/** Who is signed in: what they have not saved is nobody else's who uses this browser. */
export function signedInAs(id: string) {
  person = id
}

/** The key of something that belongs to whoever is signed in. */
export const own = (key: string) => `${person}/${key}`
