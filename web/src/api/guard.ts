/** What a page must show with every change, so that no page of another site can pass for it; null where none is needed. */
let secret: string | null = null
let lost: () => void = () => {}

export function carry(antiforgery: string | null) {
  secret = antiforgery
}

/** Called when the server no longer knows who is here. */
export function whenSignedOut(listener: () => void) {
  lost = listener
}

/** The headers that a request of this method needs. */
export function guardHeaders(method: string): Record<string, string> {
  return secret !== null && !/^(get|head)$/i.test(method) ? { 'x-antiforgery': secret } : {}
}

/** As `fetch`, for our own API: with the page's secret on changes, and heedful of a session that has ended. */
export async function guardedFetch(request: Request): Promise<Response> {
  for (const [name, value] of Object.entries(guardHeaders(request.method))) request.headers.set(name, value)
  const answer = await fetch(request)
  if (answer.status === 401 && !/\/api\/v1\/session$/.test(new URL(request.url).pathname)) lost()
  return answer
}
