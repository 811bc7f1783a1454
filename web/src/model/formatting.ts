/** A piece of WhatsApp text. The tree is data, never HTML, so nothing a contact writes can become markup. */
export type Piece =
  | { type: 'text'; text: string }
  | { type: 'bold' | 'italic' | 'strike'; inside: Piece[] }
  | { type: 'code' | 'block'; text: string }
  | { type: 'link'; text: string; href: string }

const marks = { '*': 'bold', _: 'italic', '~': 'strike' } as const
type Mark = keyof typeof marks

const address = String.raw`https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]'*_~]`
const links = new RegExp(String.raw`\b${address}`, 'giu')
const linkHere = new RegExp(address, 'iuy')
const deepest = 4

/** Reads *bold*, _italic_, ~strike~, `code`, ```block``` and web addresses as WhatsApp does. */
export function readFormatting(text: string, depth = 0): Piece[] {
  const pieces: Piece[] = []
  let plainFrom = 0
  const flush = (end: number) => {
    if (end > plainFrom) pieces.push(...readLinks(text.slice(plainFrom, end)))
  }

  let i = 0
  while (i < text.length) {
    const found = depth < deepest ? readMark(text, i, depth) : null
    if (!found) {
      i = skipLink(text, i)
      continue
    }
    flush(i)
    pieces.push(found.piece)
    i = plainFrom = found.end
  }
  flush(text.length)
  return pieces
}

/** The words alone, on one line: for lists and quotes. */
export function plainWords(text: string): string {
  const words = (pieces: Piece[]): string =>
    pieces.map((piece) => ('inside' in piece ? words(piece.inside) : piece.text)).join('')
  return words(readFormatting(text)).replace(/\s+/g, ' ').trim()
}

function readMark(text: string, at: number, depth: number): { piece: Piece; end: number } | null {
  if (text.startsWith('```', at)) {
    const close = text.indexOf('```', at + 3)
    if (close > at + 3) return { piece: { type: 'block', text: text.slice(at + 3, close) }, end: close + 3 }
  }
  const char = text[at]!
  if (char === '`') {
    const close = text.indexOf('`', at + 1)
    if (close > at + 1 && !text.slice(at, close).includes('\n'))
      return { piece: { type: 'code', text: text.slice(at + 1, close) }, end: close + 1 }
  }
  if (!(char in marks) || isWord(text[at - 1]) || isBlank(text[at + 1]) || text[at + 1] === char) return null

  const lineEnd = text.indexOf('\n', at)
  const end = lineEnd === -1 ? text.length : lineEnd
  for (let close = text.indexOf(char, at + 2); close !== -1 && close < end; close = text.indexOf(char, close + 1)) {
    if (isBlank(text[close - 1]) || isWord(text[close + 1])) continue
    const inside = text.slice(at + 1, close)
    return { piece: { type: marks[char as Mark], inside: readFormatting(inside, depth + 1) }, end: close + 1 }
  }
  return null
}

/** Past a web address that begins here, so that a mark inside it is left alone; else one on. */
function skipLink(text: string, at: number) {
  if (text[at] !== 'h' && text[at] !== 'H') return at + 1
  linkHere.lastIndex = at
  const found = linkHere.exec(text)
  return found ? at + found[0].length : at + 1
}

function readLinks(text: string): Piece[] {
  const pieces: Piece[] = []
  let from = 0
  for (const found of text.matchAll(links)) {
    if (found.index > from) pieces.push({ type: 'text', text: text.slice(from, found.index) })
    pieces.push({ type: 'link', text: found[0], href: found[0] })
    from = found.index + found[0].length
  }
  if (from < text.length) pieces.push({ type: 'text', text: text.slice(from) })
  return pieces
}

const isWord = (char: string | undefined) => char !== undefined && /[\p{L}\p{N}]/u.test(char)
const isBlank = (char: string | undefined) => char === undefined || /\s/u.test(char)
