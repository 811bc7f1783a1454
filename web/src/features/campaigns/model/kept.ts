import { keep, kept } from '~/storage'
import { emptyPlan, type Plan, type SchedulePlan } from './plan'

/** Longer lists do not go into what the browser remembers. */
const mostKept = 3000

const planKey = (workspace: string, id: number | undefined) => `campaign:${workspace}:${id ?? 'new'}`
const startKey = (workspace: string, id: number) => `campaign-start:${workspace}:${id}`

/** When it is to begin: the server hears of that only with the start, so until then it lives in this browser. */
type Start = Pick<SchedulePlan, 'when' | 'at' | 'localTime'>

function read<T>(key: string): T | null {
  try {
    return JSON.parse(kept(key) ?? 'null') as T | null
  } catch {
    return null
  }
}

/** Keeps edits that the server does not have. */
export function keepPlan(workspace: string, id: number | undefined, plan: Plan) {
  const { list } = plan.audience
  keep(planKey(workspace, id), JSON.stringify(list && list.recipients.length > mostKept ? { ...plan, audience: { ...plan.audience, list: null } } : plan))
}

/** The edits that the server does not have, if there are any. */
export function keptPlan(workspace: string, id: number | undefined): Plan | null {
  const plan = read<Plan>(planKey(workspace, id))
  // one from before an update may lack what came with it
  return plan && { ...emptyPlan, ...plan, audience: { ...emptyPlan.audience, ...plan.audience }, message: { ...emptyPlan.message, ...plan.message }, schedule: { ...emptyPlan.schedule, ...plan.schedule } }
}

/** The server has the plan `wrote` now: newer edits stay kept, and so does the time at which it is to begin. */
export function settle(workspace: string, id: number, wrote: Plan, plan: Plan, created: boolean) {
  if (created) keep(planKey(workspace, undefined), null)
  const { when, at, localTime } = wrote.schedule
  keep(startKey(workspace, id), when === 'at' ? JSON.stringify({ when, at, localTime } satisfies Start) : null)
  if (plan === wrote) keep(planKey(workspace, id), null)
  else keepPlan(workspace, id, plan)
}

/** A stored plan with the time that was chosen for it. One that has passed stays, so that it is asked for again. */
export function withStart(workspace: string, id: number, plan: Plan): Plan {
  const start = read<Start>(startKey(workspace, id))
  return start ? { ...plan, schedule: { ...plan.schedule, when: start.when, at: start.at, localTime: start.localTime } } : plan
}

/** How the browser goes on with a campaign that the server has as `plan`: with its own edits, which the server lacks, or with that. */
export function resumed(workspace: string, id: number, plan: Plan): { plan: Plan; stored: boolean } {
  const edits = keptPlan(workspace, id)
  return edits ? { plan: edits, stored: false } : { plan: withStart(workspace, id, plan), stored: true }
}

/** It has been started: the time is on the server. */
export function forgetStart(workspace: string, id: number) {
  keep(startKey(workspace, id), null)
}
