import type { Act, Trial, TrialEvent, TrialTurn } from '../api'
import { type Doc, edgeAt } from './doc'

/** One line on the phone of a trial run, in order: what was done, and what came of it. */
export type TrialLine = { key: string; act: Act } | { key: string; message: TrialTurn['messages'][number]; at: string; nodeId: string }

export function linesOf(script: readonly Act[], trial: Trial | null): TrialLine[] {
  return script.flatMap((act, index): TrialLine[] => {
    const turns = trial?.turns.filter((turn) => turn.act === index) ?? []
    const said = turns.flatMap((turn, t) => {
      const speakers = turn.events.filter((event) => event.type === 'message_created')
      return turn.messages.map((message, m): TrialLine => ({ key: `${index}-${t}-${m}`, message, at: turn.at, nodeId: speakers[m]?.nodeId ?? '' }))
    })
    return [{ key: `${index}`, act }, ...said]
  })
}

export const eventsOf = (trial: Trial | null): TrialEvent[] => trial?.turns.flatMap((turn) => turn.events) ?? []

/** How things stand after the last turn. */
export function standOf(trial: Trial | null) {
  const last = trial?.turns.at(-1)
  const events = eventsOf(trial)
  const started = events.some((event) => event.type === 'session_started')
  const ended = last && !last.waits ? events.findLast((event) => event.type === 'session_ended') : undefined
  const at = last?.waits?.nodeId ?? events.findLast((event) => event.type === 'node_entered')?.nodeId ?? null
  return {
    started,
    at: ended ? null : at,
    waits: last?.waits ?? null,
    outcome: ended?.outcome ?? null,
    reason: ended?.reason ?? null,
    withPeople: last !== undefined && last.owner !== 'bot' && started,
    variables: last?.variables ?? trial?.turns.findLast((turn) => turn.variables)?.variables ?? {},
    changed: new Set(
      trial?.turns
        .filter((turn) => turn.act === last?.act)
        .flatMap((turn) => turn.events)
        .flatMap((event) => (event.type === 'variable_set' && event.name ? [event.name.split('.')[0]!] : [])),
    ),
  }
}

/** Which steps and cables of this flow the last session went through. */
export function trailOf(doc: Doc, trial: Trial | null) {
  const events = eventsOf(trial)
  const from = events.findLastIndex((event) => event.type === 'session_started')
  const nodes = new Set<string>()
  const edges = new Set<string>()
  for (const event of events.slice(Math.max(0, from))) {
    // What happens within another flow has no place on this canvas.
    if ('within' in event && event.within) continue
    if (event.type === 'node_entered') nodes.add(event.nodeId)
    if (event.type === 'node_left') {
      nodes.add(event.nodeId)
      const edge = edgeAt(doc, event.nodeId, event.handle || null)
      if (edge) edges.add(edge.id)
    }
  }
  return { nodes, edges, at: standOf(trial).at }
}
