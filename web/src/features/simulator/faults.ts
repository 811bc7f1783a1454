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
  phoneNumberId?: string | null
  type?: string | null
  times?: number | null
  probability?: number | null
  subcode?: number | null
  message?: string | null
  details?: string | null
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

/** The switch that a rule stands for; none for a rule that says more than a switch can. */
function switchOf(rule: Rule): keyof Switches | null {
  const { phoneNumberId, type, times, probability, subcode, message, details } = rule
  if ([phoneNumberId, type, times, probability, subcode, message, details].some((each) => each != null)) return null
  switch (rule.kind) {
    case 'fail':
      return rule.bare ? 'bare' : rule.httpStatus == null ? 'fail' : null
    case 'failLater':
      return 'later'
    case 'delay':
      return 'slow'
    case 'drop':
    case 'noStatus':
    case 'lateStatus':
    case 'unknownNumber':
      return rule.kind
    default:
      return null
  }
}

/** The rules after these switches were turned for this recipient; all others stay as they are, in their order. */
export function turned(rules: readonly Rule[], recipient: string, next: Partial<Switches>): Rule[] {
  const stays = (rule: Rule) => {
    const its = (rule.recipient ?? '') === recipient ? switchOf(rule) : null
    return its === null || !(its in next)
  }
  return [...rules.filter(stays), ...rulesOf({ ...allOff, ...next }, recipient)]
}

/** The switches as the rules for this recipient have them. */
export function switchesOf(rules: readonly Rule[], recipient: string): Switches {
  const mine = (its: keyof Switches) => rules.find((rule) => (rule.recipient ?? '') === recipient && switchOf(rule) === its)
  const code = (its: keyof Switches) => String(mine(its)?.code ?? '')
  const has = (its: keyof Switches) => mine(its) !== undefined
  return {
    fail: code('fail'),
    later: code('later'),
    drop: has('drop'),
    bare: has('bare'),
    noStatus: has('noStatus'),
    lateStatus: has('lateStatus'),
    unknownNumber: has('unknownNumber'),
    slow: has('slow'),
  }
}
