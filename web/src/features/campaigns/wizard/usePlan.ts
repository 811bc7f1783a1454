import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { ApiError } from '~/api/client'
import { newId } from '~/live/newId'
import { keep, kept } from '~/storage'
import { useKnown } from '../../rules/known'
import type { Known } from '../../rules/model'
import type { CampaignsApi } from '../api'
import { emptyPlan, type Plan, planOf, requestOf } from '../model/plan'
import type { Template } from '../types'

/** Longer lists do not go into what the browser remembers. */
const mostKept = 3000

const none: readonly Template[] = []
const keyOf = (workspace: string, draft: number | undefined) => `campaign:${workspace}:${draft ?? 'new'}`

function remember(key: string, plan: Plan) {
  const { list } = plan.audience
  keep(key, JSON.stringify(list && list.recipients.length > mostKept ? { ...plan, audience: { ...plan.audience, list: null } } : plan))
}

function remembered(key: string): Plan | null {
  try {
    const plan = JSON.parse(kept(key) ?? 'null') as Plan | null
    // one from before an update may lack what came with it
    return plan && { ...emptyPlan, ...plan, audience: { ...emptyPlan.audience, ...plan.audience }, message: { ...emptyPlan.message, ...plan.message }, schedule: { ...emptyPlan.schedule, ...plan.schedule } }
  } catch {
    return null
  }
}

export type Saving = { state: 'idle' } | { state: 'saving' } | { state: 'saved'; at: number } | { state: 'failed'; problem: ApiError }

/** A plan that survives: in this browser with every key, on the server as a draft once it is whole enough. */
export function usePlan(api: CampaignsApi, draft: number | undefined) {
  const { workspace } = api
  const queries = useQueryClient()
  const known: Known = useKnown(workspace)
  const templates = useQuery({ queryKey: ['campaigns', workspace, 'templates'], queryFn: () => api.templates(), staleTime: 30_000 })
  const stored = useQuery({ queryKey: ['campaigns', workspace, 'draft', draft], queryFn: () => api.find(draft ?? 0), enabled: draft !== undefined, staleTime: Infinity })
  const [plan, setPlan] = useState<Plan | null>(() => (draft === undefined ? (remembered(keyOf(workspace, undefined)) ?? emptyPlan) : null))
  const [id, setId] = useState(draft)
  const [saving, setSaving] = useState<Saving>({ state: 'idle' })
  const idempotency = useRef(newId())
  const dirty = useRef(false)

  const [opened, setOpened] = useState(draft)

  // another draft was opened, or a new one is begun, while this page stands; not so when this one got its number
  if (draft !== opened) {
    setOpened(draft)
    if (draft !== id) {
      setId(draft)
      setSaving({ state: 'idle' })
      setPlan(draft === undefined ? emptyPlan : null)
    }
  }
  if (plan === null && stored.data && stored.data.id === draft && templates.data) setPlan(remembered(keyOf(workspace, draft)) ?? planOf(stored.data, templates.data.items))

  useEffect(() => {
    if (!plan || !dirty.current) return
    const timer = setTimeout(() => remember(keyOf(workspace, id), plan), 300)
    return () => clearTimeout(timer)
  }, [plan, workspace, id])

  const approved = templates.data?.items ?? none

  const change = (next: (plan: Plan) => Plan) => {
    dirty.current = true
    setPlan((before) => before && next(before))
  }

  /** Writes it down; its number, or null when it cannot be yet. */
  const save = async (): Promise<number | null> => {
    const request = plan && requestOf(plan, known, approved)
    if (!request) return null
    if (id !== undefined && !dirty.current) return id
    setSaving({ state: 'saving' })
    try {
      const campaign = id === undefined ? await api.create(request, idempotency.current) : await api.change(id, request)
      dirty.current = false
      keep(keyOf(workspace, undefined), null)
      keep(keyOf(workspace, campaign.id), null)
      queries.setQueryData(['campaigns', workspace, 'draft', campaign.id], { ...campaign, audience: request.audience })
      void queries.invalidateQueries({ queryKey: ['campaigns', workspace, 'list'] })
      setId(campaign.id)
      setSaving({ state: 'saved', at: Date.now() })
      return campaign.id
    } catch (error) {
      const problem = error instanceof ApiError ? error : new ApiError(0, String(error))
      // It may have been written down although we did not hear of it: the same key finds it again. A refused one is used up.
      if (!problem.passing) idempotency.current = newId()
      setSaving({ state: 'failed', problem })
      return null
    }
  }

  return { plan, known, templates: approved, loading: templates.isPending, stored, saving, change, save }
}

export type PlanDesk = ReturnType<typeof usePlan>
