import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useReducer, useState } from 'react'
import { useKnown } from '../../rules/known'
import type { Known } from '../../rules/model'
import type { CampaignsApi } from '../api'
import { Draft, type Saving } from '../model/draft'
import { keepPlan, keptPlan, resumed, settle } from '../model/kept'
import { emptyPlan, type Plan, planOf, requestOf } from '../model/plan'
import type { Template } from '../types'

const none: readonly Template[] = []
const idle: Saving = { state: 'idle' }

/** A plan that survives: in this browser with every key, on the server as a draft once it is whole enough. */
export function usePlan(api: CampaignsApi, number: number | undefined) {
  const { workspace } = api
  const queries = useQueryClient()
  const known: Known = useKnown(workspace)
  const templates = useQuery({ queryKey: ['campaigns', workspace, 'templates'], queryFn: () => api.templates(), staleTime: 30_000 })
  const stored = useQuery({ queryKey: ['campaigns', workspace, 'draft', number], queryFn: () => api.find(number ?? 0), enabled: number !== undefined, staleTime: Infinity })
  const [, redraw] = useReducer((n: number) => n + 1, 0)
  const begun = () => new Draft(undefined, keptPlan(workspace, undefined) ?? emptyPlan, false, redraw)
  const [draft, setDraft] = useState(() => (number === undefined ? begun() : null))
  const [opened, setOpened] = useState(number)

  // another draft was opened, or a new one is begun, while this page stands; not so when this one got its number
  if (number !== opened) {
    setOpened(number)
    if (number !== draft?.id) setDraft(number === undefined ? begun() : null)
  }
  if (draft === null && number !== undefined && stored.data?.id === number && templates.data) {
    const found = resumed(workspace, number, planOf(stored.data, templates.data.items))
    setDraft(new Draft(number, found.plan, found.stored, redraw))
  }

  const plan = draft?.plan ?? null
  const id = draft?.id
  useEffect(() => {
    if (!draft?.edited) return
    const timer = setTimeout(() => draft.edited && keepPlan(workspace, draft.id, draft.plan), 300)
    return () => clearTimeout(timer)
  }, [draft, plan, workspace, id])

  const approved = templates.data?.items ?? none

  const change = (next: (plan: Plan) => Plan) => draft?.edit(next)

  /** Writes it down; its number once the server has what is on the screen, or null when it cannot be yet. */
  const save = async (): Promise<number | null> =>
    draft &&
    draft.save({
      request: (plan) => requestOf(plan, known, approved),
      create: (request, key) => api.create(request, key),
      change: (id, request) => api.change(id, request),
      wrote: (campaign, request, plan, created) => {
        settle(workspace, campaign.id, plan, draft.plan, created)
        queries.setQueryData(['campaigns', workspace, 'draft', campaign.id], { ...campaign, audience: request.audience })
        void queries.invalidateQueries({ queryKey: ['campaigns', workspace, 'list'] })
      },
      now: Date.now,
    })

  /** Its number, although newer edits may not be on the server. */
  const numberOf = () => draft?.id

  /** True when the server has this plan and none newer is on the screen: what was read through is what goes out. */
  const has = (plan: Plan) => draft?.has(plan) ?? false

  return { plan, known, templates: approved, loading: templates.isPending, stored, saving: draft?.saving ?? idle, unsaved: draft?.unsaved ?? false, change, save, numberOf, has }
}

export type PlanDesk = ReturnType<typeof usePlan>
