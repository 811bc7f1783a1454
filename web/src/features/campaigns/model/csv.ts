import type { ListedPhone } from '../types'

/** A file of recipients, read: what its columns are called, and its rows. */
export interface Sheet {
  columns: string[]
  rows: string[][]
}

/** What a column of the file is: the number, the name, or a value for the message. */
export interface Meaning {
  phone: number
  name: number | null
}

/** The server takes so many lines in one list. */
export const mostLines = 100_000

/** The words of a file; those that are no UTF-8 are taken for what spreadsheets on Windows write. */
export function textOf(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** A number has 7 to 15 digits with its country's code (E.164). */
export function looksLikePhone(cell: string): boolean {
  const digits = cell.replace(/\D/g, '').length
  return /^[\d+\s().\/-]+$/.test(cell.trim()) && digits >= 7 && digits <= 15
}

/** Reads CSV whatever its separator; the first row is the head unless it has a number in it. */
export async function readSheet(text: string): Promise<Sheet> {
  const { default: papa } = await import('papaparse')
  const { data } = papa.parse<string[]>(text.replace(/^\uFEFF/, ''), { skipEmptyLines: 'greedy' })
  const [first = [], ...rest] = data.map((row) => row.map((cell) => cell.trim()))
  const headless = first.some(looksLikePhone)
  const width = Math.max(first.length, ...rest.slice(0, 100).map((row) => row.length), 0)
  const columns = Array.from({ length: width }, (_, at) => (headless ? '' : (first[at] ?? '')) || `${at + 1}`)
  return { columns, rows: headless ? [first, ...rest] : rest }
}

/** Which columns are the number and the name, as well as can be told; null when none looks like numbers. */
export function guess({ columns, rows }: Sheet): Meaning | null {
  const some = rows.slice(0, 50)
  const share = (at: number) => some.filter((row) => looksLikePhone(row[at] ?? '')).length / Math.max(1, some.length)
  const named = columns.findIndex((each, at) => /phone|tel[eé]?f|m[oó]vil|mobile|celular|whats|n[uú]mero/i.test(each) && share(at) > 0)
  const likeliest = columns.map((_, at) => at).sort((a, b) => share(b) - share(a))[0]
  const phone = named >= 0 ? named : likeliest !== undefined && share(likeliest) > 0.5 ? likeliest : -1
  if (phone < 0) return null
  const name = columns.findIndex((each, at) => at !== phone && /^(first|full)?[ _-]*(name|nombre)/i.test(each))
  return { phone, name: name < 0 ? null : name }
}

/** The key under which a column's values go into a message. */
export const keyOf = (column: string) => column.trim().replace(/\s+/g, '_').slice(0, 100)

export interface List {
  recipients: ListedPhone[]
  /** What the columns that are neither number nor name are called in the message. */
  keys: string[]
  /** Lines of the file without a number, counted from 1 as a spreadsheet does. */
  bad: number[]
  twice: number
}

/** The recipients of a file; of two lines with one number the first counts. */
export function listOf({ columns, rows }: Sheet, { phone, name }: Meaning): List {
  const others = columns.map((column, at) => ({ key: keyOf(column), at })).filter(({ at }) => at !== phone && at !== name)
  const seen = new Set<string>()
  const list: List = { recipients: [], keys: [...new Set(others.map(({ key }) => key))], bad: [], twice: 0 }
  rows.forEach((row, index) => {
    const cell = row[phone] ?? ''
    if (!looksLikePhone(cell)) {
      list.bad.push(index + 2)
      return
    }
    const digits = cell.replace(/\D/g, '')
    if (seen.has(digits)) {
      list.twice++
      return
    }
    seen.add(digits)
    const values = Object.fromEntries(others.filter(({ at }) => row[at]).map(({ key, at }) => [key, row[at]!]))
    const called = name === null ? '' : (row[name] ?? '').slice(0, 200)
    list.recipients.push({ phone: `+${digits}`, ...(called ? { name: called } : {}), ...(others.length > 0 ? { values: values as ListedPhone['values'] } : {}) })
  })
  return list
}
