const key = 'invitation'

/** The token of the link; it is kept for the tab, so that signing in first does not lose it. */
export function invitationToken(hash: string): string {
  const given = new URLSearchParams(hash.slice(1)).get('token')
  if (given) sessionStorage.setItem(key, given)
  return given ?? sessionStorage.getItem(key) ?? ''
}

invitationToken.forget = () => sessionStorage.removeItem(key)
