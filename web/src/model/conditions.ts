/** A condition of the list's filter, in the server's words. */
export interface Condition {
  attribute: string
  op: string
  value?: string | number | boolean
  /** The opposite is meant. */
  not?: boolean
}

/** Conditions as they stand in the address; what does not look like one is left out. */
export function readConditions(given: unknown): Condition[] | undefined {
  if (!Array.isArray(given)) return undefined
  const read = given.filter(
    (each): each is Condition =>
      typeof each === 'object' && each !== null && typeof (each as Condition).attribute === 'string' && typeof (each as Condition).op === 'string',
  )
  return read.length > 0 ? read : undefined
}
