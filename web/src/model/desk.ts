import type { Conversation, DeskOutcome, Person } from '~/api/types'

/** What a person does with one or many conversations. */
export type Order =
  | { assign: { to: Person | null } | { queue: string } }
  | { status: 'open' | 'resolved' }
  | { labels: { add: readonly string[]; remove: readonly string[] } }
  | { snooze: { until: string | null } }

export type OrderKind = 'assign' | 'open' | 'resolved' | 'labels' | 'snooze'

export const kindOf = (order: Order): OrderKind =>
  'assign' in order ? 'assign' : 'status' in order ? order.status : 'labels' in order ? 'labels' : 'snooze'

/** The order as the server takes it for many. */
export function orderBody(order: Order) {
  const body = { assign: null, status: null, labels: null, snooze: null }
  if ('assign' in order)
    return { ...body, assign: 'queue' in order.assign ? { to: null, queue: order.assign.queue } : { to: order.assign.to?.id ?? 'nobody', queue: null } }
  if ('status' in order) return { ...body, status: { status: order.status } }
  if ('labels' in order) return { ...body, labels: { add: [...order.labels.add], remove: [...order.labels.remove] } }
  return { ...body, snooze: { until: order.snooze.until } }
}

/** How a conversation will look when the order is done: shown at once, the server's word follows. */
export function foresee(conversation: Conversation, order: Order): Conversation {
  const awake = { status: 'open', snoozedUntil: null }
  if ('status' in order)
    return order.status === 'resolved' ? { ...conversation, status: 'resolved' } : { ...conversation, ...awake }
  if ('snooze' in order) return { ...conversation, status: 'snoozed', snoozedUntil: order.snooze.until }
  if ('labels' in order) {
    const left = conversation.labels.filter((each) => !order.labels.remove.includes(each))
    return { ...conversation, labels: [...left, ...order.labels.add.filter((each) => !left.includes(each))] }
  }
  if ('queue' in order.assign)
    return { ...conversation, ...awake, owner: 'queue', queue: order.assign.queue, assignee: null }
  if (order.assign.to) return { ...conversation, ...awake, owner: 'person', assignee: order.assign.to }
  return { ...conversation, owner: conversation.owner === 'bot' ? 'bot' : 'queue', assignee: null }
}

/** Whether a conversation is as an order wants it. A queue may have given it to somebody at once. */
export function isAs({ status, snoozedUntil, labels, queue, assignee }: Conversation, order: Order): boolean {
  if ('status' in order) return status === order.status
  if ('snooze' in order) return status === 'snoozed' && sameTime(snoozedUntil, order.snooze.until)
  if ('labels' in order) {
    const { add, remove } = order.labels
    return add.every((each) => labels.includes(each)) && !remove.some((each) => labels.includes(each) && !add.includes(each))
  }
  if ('queue' in order.assign) return queue === order.assign.queue
  return (assignee?.id ?? null) === (order.assign.to?.id ?? null)
}

const sameTime = (one: string | null | undefined, other: string | null) =>
  one && other ? Date.parse(one) === Date.parse(other) : (one ?? null) === other

/** One step back: an order for many, or conversations that the bot gets back. */
export type StepBack = { ids: number[]; order: Order } | { returned: number }

/** What has to be done so that all is as it was before an order. What it did not change is left alone. */
export function stepsBack(order: Order, outcomes: readonly DeskOutcome[]): StepBack[] {
  const steps = new Map<string, { ids: number[]; order: Order }>()
  const returned: StepBack[] = []
  for (const { id, outcome, before } of outcomes) {
    if (outcome !== 'done' || !before) continue
    if ('assign' in order && before.owner === 'bot') returned.push({ returned: id })
    for (const back of ordersBack(order, before)) {
      const key = JSON.stringify(back)
      const step = steps.get(key) ?? { ids: [], order: back }
      step.ids.push(id)
      steps.set(key, step)
    }
  }
  return [...returned, ...steps.values()]
}

type Before = NonNullable<DeskOutcome['before']>

function ordersBack(order: Order, before: Before): Order[] {
  if ('labels' in order) {
    const add = order.labels.remove.filter((each) => before.labels.includes(each))
    const remove = order.labels.add.filter((each) => !before.labels.includes(each))
    return add.length + remove.length > 0 ? [{ labels: { add, remove } }] : []
  }
  const stood: Order =
    before.status === 'snoozed'
      ? { snooze: { until: before.snoozedUntil ?? null } }
      : { status: before.status === 'resolved' ? 'resolved' : 'open' }
  if (!('assign' in order)) return [stood]

  const orders: Order[] = []
  if (before.assignee) orders.push({ assign: { to: before.assignee } })
  else if (before.owner !== 'bot') orders.push({ assign: before.queue ? { queue: before.queue } : { to: null } })
  // to be given to somebody wakes a conversation
  if (before.status !== 'open') orders.push(stood)
  return orders
}
