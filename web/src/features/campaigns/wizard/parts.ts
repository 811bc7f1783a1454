import type { CampaignsApi } from '../api'
import type { Plan } from '../model/plan'
import type { Audience } from '../types'
import type { useCount } from './useCount'
import type { PlanDesk } from './usePlan'

export type Count = ReturnType<typeof useCount>

/** What every step of the wizard works with. */
export interface StepParts {
  api: CampaignsApi
  desk: PlanDesk
  plan: Plan
  change: PlanDesk['change']
  count: Count
  audience: Audience | null
}
