import { QueryClient } from '@tanstack/react-query'
import { expect, it } from 'vitest'
import { draftKey, typesKey } from './keys'

it('leaves the open draft alone when the flows are asked again, as after publishing or renaming', async () => {
  const queries = new QueryClient()
  const line = ['flows', '7', 'line', null]
  for (const key of [draftKey('7'), typesKey, line]) queries.setQueryData(key, {})
  await queries.invalidateQueries({ queryKey: ['flows'] })
  expect([draftKey('7'), typesKey, line].map((key) => queries.getQueryState(key)?.isInvalidated)).toEqual([false, false, true])
})
