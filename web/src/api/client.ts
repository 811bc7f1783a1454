import createClient from 'openapi-fetch'
import type { paths } from './schema'

/** A refusal by the server; `status` 0 means that it could not be reached. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
  }

  /** True when trying the same thing again later may work. */
  get passing() {
    return this.status === 0 || this.status === 429 || this.status >= 500
  }
}

const client = createClient<paths>({ baseUrl: '/', credentials: 'same-origin' })

interface Problem {
  title?: string
  detail?: string
}

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
  throw new ApiError(answer.response.status, problem.detail ?? problem.title ?? answer.response.statusText)
}

export const api = client
