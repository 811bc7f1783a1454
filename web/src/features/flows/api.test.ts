import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiError } from '~/api/client'
import { FlowsApi } from './api'

/** Node's own request knows no address that begins at the root, and a browser's does. */
const PlainRequest = Request
class PageRequest extends PlainRequest {
  constructor(path: string, init?: RequestInit) {
    super(new URL(path, 'http://page.test'), init)
  }
}

const document = { nodes: [], edges: [] }
const api = new FlowsApi('1')
const answers = (answer: () => Response) => vi.stubGlobal('fetch', async () => answer())

beforeEach(() => void vi.stubGlobal('Request', PageRequest))
afterEach(() => void vi.unstubAllGlobals())

describe('saving a draft', () => {
  it('is unreachable behind a gateway that answers with a page of its own', async () => {
    answers(() => new Response('<html>Bad gateway</html>', { status: 502, headers: { 'content-type': 'text/html' } }))
    expect(await api.saveDraft('7', document, '"1"')).toEqual({ result: 'unreachable' })
  })

  it('is unreachable where a page says that all is well', async () => {
    answers(() => new Response('<html>Sign in to the network</html>'))
    expect(await api.saveDraft('7', document, '"1"')).toEqual({ result: 'unreachable' })
  })

  it('is unreachable when the line breaks in the middle of the answer', async () => {
    answers(() => new Response(new ReadableStream({ start: (it) => it.error(new TypeError('network error')) })))
    expect(await api.saveDraft('7', document, '"1"')).toEqual({ result: 'unreachable' })
  })

  it('is refused by what is not JSON, too', async () => {
    answers(() => new Response('<html>Too large</html>', { status: 413 }))
    expect(await api.saveDraft('7', document, '"1"')).toEqual({ result: 'refused', reason: 'HTTP 413' })
  })

  it('meets what somebody else saved', async () => {
    answers(() => Response.json({ etag: '"7"', document, by: 'Ana', at: '2026-01-01' }, { status: 409 }))
    expect(await api.saveDraft('7', document, '"1"')).toEqual({ result: 'conflict', theirs: document, etag: '"7"', by: 'Ana', at: '2026-01-01' })
  })

  it('is done', async () => {
    answers(() => Response.json({ eTag: '"2"', problems: [] }))
    expect(await api.saveDraft('7', document, '"1"')).toMatchObject({ result: 'saved', etag: '"2"' })
  })
})

it('reads an answer without a body', async () => {
  answers(() => new Response(null, { status: 204 }))
  expect(await api.pause('7')).toBeUndefined()
})

it('says what a page of an error is, as an error of ours', async () => {
  answers(() => new Response('<html>', { status: 503 }))
  const failed = (await api.find('7').catch((error: unknown) => error)) as ApiError
  expect([failed, failed.status, failed.passing, failed.kind]).toEqual([expect.any(ApiError), 503, true, ''])
})
