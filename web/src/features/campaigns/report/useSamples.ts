import { useEffect, useState } from 'react'
import { addSample, type Sample } from '../model/report'
import type { Progress } from '../types'

/** What this tab has seen, so that a curve is there again when one comes back to the page. */
const seen = new Map<number, readonly Sample[]>()

/** A look at the campaign each second. */
export function useSamples(id: number, progress: Progress | undefined): readonly Sample[] {
  const [of, setOf] = useState({ id, samples: seen.get(id) ?? [] })
  useEffect(() => {
    if (!progress) return
    const samples = addSample(seen.get(id) ?? [], progress)
    seen.set(id, samples)
    setOf({ id, samples })
  }, [id, progress])
  return of.id === id ? of.samples : (seen.get(id) ?? [])
}
