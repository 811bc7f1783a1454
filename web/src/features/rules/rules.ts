import type { Condition } from '~/model/conditions'

/** Conditions of which all or any must hold. */
export interface Group {
  match: 'all' | 'any'
  conditions: Condition[]
}

/** The rule of a segment as the builder shows it: conditions, and groups of them, one level deep. */
export interface Rule {
  match: 'all' | 'any'
  parts: (Condition | Group)[]
}

export const isGroup = (part: Condition | Group): part is Group => 'match' in part

const keyOf = { all: 'and', any: 'or' } as const

const leafJson = ({ not, ...condition }: Condition) => (not ? { not: condition } : condition)
const groupJson = ({ match, conditions }: Group) => ({ [keyOf[match]]: conditions.map(leafJson) })

/** As the server wants it. */
export const ruleJson = ({ match, parts }: Rule): object => ({ [keyOf[match]]: parts.map((part) => (isGroup(part) ? groupJson(part) : leafJson(part))) })

/** Conditions of a list, all of which must hold, as the server's rule; undefined without any. */
export const ruleOf = (conditions: readonly Condition[]) => (conditions.length === 0 ? undefined : JSON.stringify(groupJson({ match: 'all', conditions: [...conditions] })))

/** A rule of the server's; null when it is deeper than the builder can show. */
export function readRule(json: unknown): Rule | null {
  const leaf = readLeaf(json)
  if (leaf) return { match: 'all', parts: [leaf] }
  const many = readMany(json)
  if (!many) return null
  const parts: Rule['parts'] = []
  for (const each of many.list) {
    const part = readLeaf(each) ?? readGroup(each)
    if (!part) return null
    parts.push(part)
  }
  return { match: many.match, parts }
}

function readMany(json: unknown): { match: 'all' | 'any'; list: unknown[] } | null {
  if (typeof json !== 'object' || json === null) return null
  const { and, or } = json as { and?: unknown; or?: unknown }
  if (Array.isArray(and)) return { match: 'all', list: and }
  return Array.isArray(or) ? { match: 'any', list: or } : null
}

function readGroup(json: unknown): Group | null {
  const many = readMany(json)
  const conditions = many?.list.map(readLeaf)
  return many && conditions?.every((each) => each !== null) ? { match: many.match, conditions } : null
}

function readLeaf(json: unknown): Condition | null {
  if (typeof json !== 'object' || json === null) return null
  const { attribute, op, value, not } = json as { attribute?: unknown; op?: unknown; value?: unknown; not?: unknown }
  if (typeof not === 'object' && not !== null) {
    const inside = readLeaf(not)
    return inside && !inside.not ? { ...inside, not: true } : null
  }
  if (typeof attribute !== 'string' || typeof op !== 'string') return null
  if (value !== undefined && !['string', 'number', 'boolean'].includes(typeof value)) return null
  return { attribute, op, ...(value === undefined ? {} : { value: value as string | number | boolean }) }
}
