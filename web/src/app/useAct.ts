import { useState } from 'react'
import { ApiError } from '~/api/client'

/** Something that a person asked for: whether it goes on, and what became of it when it went wrong. */
export function useAct() {
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<ApiError | null>(null)
  /** Does it; true when it went well. */
  const act = async (what: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true)
    setFailure(null)
    try {
      await what()
      return true
    } catch (error) {
      setFailure(error instanceof ApiError ? error : new ApiError(0, error instanceof Error ? error.message : String(error)))
      return false
    } finally {
      setBusy(false)
    }
  }
  return { busy, failure, act, clear: () => setFailure(null) }
}
