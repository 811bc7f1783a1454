/** The switches of the page, and the rules of the simulator that they stand for. */
export interface Switches {
  fail: string
  later: string
  drop: boolean
  bare: boolean
  noStatus: boolean
  lateStatus: boolean
  unknownNumber: boolean
  slow: boolean
}

export const allOff: Switches = {
  fail: '',
  later: '',
  drop: false,
  bare: false,
  noStatus: false,
  lateStatus: false,
  unknownNumber: false,
  slow: false,
}

export interface Rule {
  kind: string
  recipient?: string | null
  code?: number | null
  httpStatus?: number | null
  bare?: boolean
  delayMs?: number
}

export interface Mood {
  delayMs: number
  duplicates: number
  disorder: number
  batchSize?: number | null
  wrongSignature?: boolean
}

/** The codes people want to see most. */
export const codes = ['130429', '131056', '131000', '131016', '190', '368', '132001', '132015', '133010'] as const
export const laterCodes = ['131026', '131047', '131049', '131053', '130472'] as const

export function rulesOf(on: Switches, recipient: string): Rule[] {
  const whom = recipient ? { recipient } : {}
  const rules: Rule[] = []
  if (on.fail) rules.push({ ...whom, kind: 'fail', code: Number(on.fail) })
  if (on.bare) rules.push({ ...whom, kind: 'fail', bare: true, httpStatus: 502 })
  if (on.later) rules.push({ ...whom, kind: 'failLater', code: Number(on.later) })
  if (on.drop) rules.push({ ...whom, kind: 'drop' })
  if (on.slow) rules.push({ ...whom, kind: 'delay', delayMs: 3_000 })
  if (on.noStatus) rules.push({ ...whom, kind: 'noStatus' })
  if (on.lateStatus) rules.push({ ...whom, kind: 'lateStatus', delayMs: 10_000 })
  if (on.unknownNumber) rules.push({ ...whom, kind: 'unknownNumber' })
  return rules
}

/** The switches as the rules for this recipient have them. */
export function switchesOf(rules: readonly Rule[], recipient: string): Switches {
  const mine = rules.filter((rule) => (rule.recipient ?? '') === recipient)
  const has = (kind: string) => mine.some((rule) => rule.kind === kind)
  const code = (kind: string) => String(mine.find((rule) => rule.kind === kind && !rule.bare)?.code ?? '')
  return {
    fail: code('fail'),
    later: code('failLater'),
    drop: has('drop'),
    bare: mine.some((rule) => rule.kind === 'fail' && rule.bare === true),
    noStatus: has('noStatus'),
    lateStatus: has('lateStatus'),
    unknownNumber: has('unknownNumber'),
    slow: has('delay'),
  }
}
