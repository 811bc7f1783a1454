import { keep, kept, own } from '~/storage'
import { emptyPlan, type Plan } from './plan'

/** Longer lists do not go into what the browser remembers. */
const mostKept = 3000

const planKey = (workspace: string, id: number | undefined) => own(`campaign:${workspace}:${id ?? 'new'}`)

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

/** The server has the plan `wrote` now: newer edits stay kept. */
export function settle(workspace: string, id: number, wrote: Plan, plan: Plan, created: boolean) {
  if (created) keep(planKey(workspace, undefined), null)
  if (plan === wrote) keep(planKey(workspace, id), null)
  else keepPlan(workspace, id, plan)
}

/** How the browser goes on with a campaign that the server has as `plan`: with its own edits, which the server lacks, or with that. */
export function resumed(workspace: string, id: number, plan: Plan): { plan: Plan; stored: boolean } {
  const edits = keptPlan(workspace, id)
  return edits ? { plan: edits, stored: false } : { plan, stored: true }
}
