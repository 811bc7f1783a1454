import { ApiError } from '~/api/client'
import { newId } from '~/live/newId'
import type { Campaign, CampaignRequest } from '../types'
import type { Plan } from './plan'

export type Saving = { state: 'idle' } | { state: 'saving' } | { state: 'saved'; at: number } | { state: 'failed'; problem: ApiError }

/** Where a draft is written down, and how. */
export interface Desk {
  /** The plan as the server reads it; null while something of it is missing. */
  request(plan: Plan): CampaignRequest | null
  create(request: CampaignRequest, key: string): Promise<Campaign>
  change(id: number, request: CampaignRequest): Promise<Campaign>
  /** The server has this plan now; `created`: it had no number before. */
  wrote(campaign: Campaign, request: CampaignRequest, plan: Plan, created: boolean): void
  now(): number
}

/** One campaign while it is made: the plan on the screen, and whether the server has that very plan. */
export class Draft {
  saving: Saving = { state: 'idle' }
  /** The plan that the server has; plans never change in place, so another one means an edit. */
  private written: Plan | null
  /** The same for every try to create it, so that an answer that was lost makes no second one. */
  private key = newId()
  private last: Promise<unknown> = Promise.resolve()
  private readonly opened: Plan

  constructor(
    public id: number | undefined,
    public plan: Plan,
    /** True when the plan was read from the server, false when the browser brought it back. */
    stored: boolean,
    private readonly changed: () => void = () => {},
  ) {
    this.opened = plan
    this.written = stored ? plan : null
  }

  get unsaved() {
    return this.plan !== this.written
  }

  /** True when somebody changed it here and the server does not have that. */
  get edited() {
    return this.unsaved && this.plan !== this.opened
  }

  /** True when the server has this plan and none newer is on the screen. */
  has(plan: Plan) {
    return plan === this.plan && !this.unsaved
  }

  edit(next: (plan: Plan) => Plan) {
    this.plan = next(this.plan)
    this.say(this.saving.state === 'saved' ? { state: 'idle' } : this.saving)
  }

  /** Writes it down, one write after the other. Its number once the server has what is on the screen; null when that cannot be yet. */
  save(desk: Desk): Promise<number | null> {
    const turn = this.last.then(() => this.write(desk))
    this.last = turn.catch(() => null)
    return turn
  }

  private async write(desk: Desk): Promise<number | null> {
    for (;;) {
      const { plan, id } = this
      const request = desk.request(plan)
      if (!request) {
        if (this.saving.state === 'saving') this.say({ state: 'idle' })
        return null
      }
      if (id !== undefined && !this.unsaved) return id
      this.say({ state: 'saving' })
      try {
        const campaign = await (id === undefined ? desk.create(request, this.key) : desk.change(id, request))
        this.id = campaign.id
        // An edit may have come while the answer was on its way: then it is written in the next round.
        this.written = plan
        desk.wrote(campaign, request, plan, id === undefined)
        if (!this.unsaved) this.say({ state: 'saved', at: desk.now() })
      } catch (error) {
        const problem = error instanceof ApiError ? error : new ApiError(0, String(error))
        // It may have been written down although we did not hear of it: the same key finds it again. A refused one is used up.
        if (!problem.passing) this.key = newId()
        this.say({ state: 'failed', problem })
        return null
      }
    }
  }

  private say(saving: Saving) {
    this.saving = saving
    this.changed()
  }
}
