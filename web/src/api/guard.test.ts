import { afterEach, expect, test, vi } from 'vitest'
import { carry, guardedFetch, guardHeaders, whenSignedOut } from './guard'

afterEach(() => {
  carry(null)
  whenSignedOut(() => {})
  vi.unstubAllGlobals()
})

test('only changes carry the secret', () => {
  carry('s3cret')
  expect(guardHeaders('GET')).toEqual({})
  expect(guardHeaders('POST')).toEqual({ 'x-antiforgery': 's3cret' })
  expect(guardHeaders('delete')).toEqual({ 'x-antiforgery': 's3cret' })
})

test('without a cookie session there is nothing to carry', () => {
  expect(guardHeaders('POST')).toEqual({})
})

test('a 401 says that the session has ended, and a wrong password does not', async () => {
  const heard = vi.fn()
  whenSignedOut(heard)
  vi.stubGlobal('fetch', async () => new Response(null, { status: 401 }))
  await guardedFetch(new Request('http://here/api/v1/session', { method: 'POST' }))
  expect(heard).not.toHaveBeenCalled()
  await guardedFetch(new Request('http://here/api/v1/workspaces/demo/contacts'))
  expect(heard).toHaveBeenCalledOnce()
})

test('the header goes out with the request', async () => {
  carry('s3cret')
  const sent: Request[] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    sent.push(request)
    return new Response('{}')
  })
  await guardedFetch(new Request('http://here/api/v1/workspaces', { method: 'POST', body: '{}' }))
  expect(sent[0]!.headers.get('x-antiforgery')).toBe('s3cret')
})
