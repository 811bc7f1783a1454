import { onlineManager, QueryClient } from '@tanstack/react-query'
import { afterEach, expect, it, vi } from 'vitest'
import { filling } from './filling'

afterEach(() => onlineManager.setOnline(true))

it('fails at once without a connection, so that the reply goes in as it is written', async () => {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: 3 } } })
  const asked = vi.fn().mockRejectedValue(new Error('no connection'))
  onlineManager.setOnline(false)
  await expect(queries.fetchQuery({ ...filling('demo', 7, 'Hi {{name}}'), queryFn: asked })).rejects.toThrow('no connection')
  expect(asked).toHaveBeenCalledOnce()
})
