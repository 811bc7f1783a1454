import createClient from 'openapi-fetch'
import { guardedFetch } from './guard'
import type { paths } from './schema'

/** What the server says about a refusal: `type` is stable; `errors` names fields, as a map or as a list. */
export interface Problem {
  type?: string
  title?: string
  detail?: string
  errors?: Record<string, string[]> | { path: string; detail: string }[]
}

/** A refusal by the server; `status` 0 means that it could not be reached. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** The whole answer, with its type and what is wrong field by field. */
    readonly problem: Problem = {},
  ) {
    super(message)
  }

  /** The last word of the problem's type, such as `code-needed`. */
  get kind() {
    return this.problem.type?.split(':').pop() ?? ''
  }

  /** What is wrong, by field. */
  get fields(): Record<string, string> {
    const errors = this.problem.errors ?? []
    return Array.isArray(errors)
      ? Object.fromEntries(errors.map(({ path, detail }) => [path, detail]))
      : Object.fromEntries(Object.entries(errors).map(([path, details]) => [path, details.join(' ')]))
  }

  /** True when trying the same thing again later may work. */
  get passing() {
    return this.status === 0 || this.status === 429 || this.status >= 500
  }
}

/** True when trying again later may work: a refusal stays one. */
export const mayPass = (cause: unknown) => !(cause instanceof ApiError) || cause.passing

const client = createClient<paths>({ baseUrl: '/', credentials: 'same-origin', fetch: guardedFetch })


/** The answer's body, or an {@link ApiError} that says what went wrong. */
export async function ask<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  let answer
  try {
    answer = await call
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new ApiError(0, cause instanceof Error ? cause.message : String(cause))
  }

  if (answer.response.ok) return answer.data as T
  const problem = (answer.error ?? {}) as Problem
  throw new ApiError(answer.response.status, problem.detail ?? problem.title ?? answer.response.statusText, problem)
}

export const api = client

/** A call of an address that the typed client does not name, with JSON in both directions. */
export async function call<T>(method: string, path: string, body?: unknown, more: { headers?: Record<string, string>; signal?: AbortSignal } = {}): Promise<T> {
  const raw = body instanceof Blob || body instanceof FormData
  const request = new Request(path, {
    method,
    credentials: 'same-origin',
    headers: { ...(body === undefined || raw ? {} : { 'content-type': 'application/json' }), ...more.headers },
    body: body === undefined ? undefined : raw ? body : JSON.stringify(body),
    signal: more.signal,
  })
  return ask<T>(
    guardedFetch(request).then(async (response) => {
      const text = await response.text()
      const json = response.headers.get('content-type')?.includes('json') ? (JSON.parse(text) as unknown) : undefined
      return response.ok ? { data: json as T, response } : { error: json, response }
    }),
  )
}
