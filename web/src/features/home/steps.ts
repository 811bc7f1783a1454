import type { components } from '~/api/schema'
import type { Conversation } from '~/api/types'

type Schemas = components['schemas']

/** What the server knows that tells how far somebody is. */
export interface Facts {
  talks: readonly Conversation[]
  flows: readonly Schemas['FlowView'][]
  published: readonly Schemas['AuditView'][]
  channels: readonly Schemas['ChannelInfo'][]
  members: readonly Schemas['UserView'][]
  invitations: readonly Schemas['InvitationView'][]
}

export type StepId = 'try' | 'change' | 'publish' | 'connect' | 'invite'

/** What happened, where a step is done: who or what it was, and when. */
export type Done = { what: string; at: string | null; only?: 'invited' }

export interface Step {
  id: StepId
  done: Done | null
  /** The flow that the step is about. */
  flow: string | null
}

/** The first steps, each done by something that really happened. */
export function stepsOf(facts: Facts, me: string, unnamed: string): Step[] {
  const talk = [...facts.talks].sort((a, b) => a.createdAt.localeCompare(b.createdAt))[0]
  const changed = facts.flows.find(isChanged)
  const live = busiest(facts.flows)
  const first = [...facts.published].sort((a, b) => a.at.localeCompare(b.at))[0]
  const number = facts.channels.find(({ simulated }) => !simulated)
  const colleague = facts.members.find(({ id }) => id !== me)
  const invitation = facts.invitations[0]
  return [
    { id: 'try', done: talk ? { what: talk.contact.name ?? talk.contact.phone ?? unnamed, at: talk.createdAt } : null, flow: live?.id ?? null },
    { id: 'change', done: changed ? { what: changed.name, at: changed.updatedAt } : null, flow: (changed ?? live)?.id ?? null },
    {
      id: 'publish',
      done: first ? { what: facts.flows.find(({ id }) => id === first.target)?.name ?? first.target ?? '', at: first.at } : null,
      flow: (facts.flows.find(({ hasChanges }) => hasChanges) ?? live)?.id ?? null,
    },
    { id: 'connect', done: number ? { what: number.title || number.number, at: null } : null, flow: null },
    { id: 'invite', done: colleague ? { what: colleague.name, at: colleague.since } : invitation ? { what: invitation.email, at: invitation.createdAt, only: 'invited' } : null, flow: null },
  ]
}

/** The flow that people talk to. */
const busiest = (flows: Facts['flows']) =>
  [...flows].filter(({ state }) => state === 'live').sort((a, b) => b.outcomes.started - a.outcomes.started || b.name.localeCompare(a.name))[0] ?? flows[0]

/** A flow that somebody has touched since it was made. */
const isChanged = (flow: Schemas['FlowView']) => flow.versions + (flow.hasChanges && flow.publishedVersion !== null ? 1 : 0) > 1 || (flow.publishedVersion === null && flow.updatedAt > flow.createdAt)
