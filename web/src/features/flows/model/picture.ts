import { fold } from './nodeTypes'

/** What is drawn of a flow: boxes with a name, lines of text and ways out, and cables between them. */
export interface Box {
  id: string
  x: number
  y: number
  width: number
  height: number
  name: string
  text: string
  ways: readonly { handle: string; label: string }[]
  tone: string
  note?: boolean
}

export interface Wire {
  source: string
  handle: string
  target: string
}

const margin = 40
const row = 24
const head = 36
const lineHeight = 17
const perLine = 38

const escape = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`).replace(/[^\t\n\r\x20-\uffff]/g, (sign) => (sign.length === 2 ? sign : ''))

/** Words broken into lines, at most so many; the last one tells that there is more. */
export function broken(text: string, most: number): string[] {
  const lines: string[] = []
  for (const part of text.split('\n')) {
    let line = ''
    for (const word of part.split(/\s+/)) {
      for (let rest = word; rest !== ''; rest = rest.slice(perLine)) {
        const piece = rest.slice(0, perLine)
        if (line !== '' && line.length + 1 + piece.length > perLine) {
          lines.push(line)
          line = piece
        } else line = line === '' ? piece : `${line} ${piece}`
      }
    }
    lines.push(line)
  }
  return lines.length <= most ? lines : [...lines.slice(0, most - 1), `${lines[most - 1]!.slice(0, perLine - 1)}…`]
}

/** The flow as a drawing that needs nothing else: fonts of the reader, colours written out. */
export function drawing(boxes: readonly Box[], wires: readonly Wire[]): { svg: string; width: number; height: number } {
  const left = Math.min(0, ...boxes.map((box) => box.x)) - margin
  const top = Math.min(0, ...boxes.map((box) => box.y)) - margin
  const sized = new Map(boxes.map((box) => [box.id, { ...box, lines: broken(box.text, Math.max(1, Math.floor((box.height - head - box.ways.length * row - 12) / lineHeight))) }]))
  const tall = (box: Box & { lines: string[] }) => Math.max(box.height, head + box.lines.length * lineHeight + 14 + box.ways.length * row)
  const all = [...sized.values()]
  const width = Math.ceil(Math.max(200, ...all.map((box) => box.x + box.width)) - left + margin)
  const height = Math.ceil(Math.max(120, ...all.map((box) => box.y + tall(box))) - top + margin)
  const outAt = (box: Box & { lines: string[] }, handle: string) => {
    const index = box.ways.findIndex((way) => way.handle === handle)
    return { x: box.x + box.width, y: index < 0 ? box.y + head / 2 : box.y + tall(box) - (box.ways.length - index) * row + row / 2 }
  }
  const cables = wires.flatMap((wire) => {
    const [from, to] = [sized.get(wire.source), sized.get(wire.target)]
    if (!from || !to) return []
    const a = outAt(from, wire.handle)
    const b = { x: to.x, y: to.y + head / 2 }
    const bend = Math.max(40, Math.abs(b.x - a.x) / 2)
    return [`<path d="M${a.x} ${a.y}C${a.x + bend} ${a.y} ${b.x - bend} ${b.y} ${b.x} ${b.y}" fill="none" stroke="#7c8a83" stroke-width="1.75" marker-end="url(#end)"/>`]
  })
  const cards = all.map((box) => {
    const high = tall(box)
    const lines = box.lines.map((line, i) => `<text x="${box.x + 14}" y="${box.y + head + 14 + i * lineHeight}" font-size="12.5" fill="#12201a">${escape(line)}</text>`)
    const ways = box.ways.map((way, i) => {
      const y = box.y + high - (box.ways.length - i) * row
      return `<line x1="${box.x}" x2="${box.x + box.width}" y1="${y}" y2="${y}" stroke="#dfe6e2"/><text x="${box.x + box.width - 14}" y="${y + 16}" font-size="11.5" fill="#4c5a53" text-anchor="end">${escape(way.label.slice(0, perLine))}</text>`
    })
    return [
      `<rect x="${box.x}" y="${box.y}" width="${box.width}" height="${high}" rx="14" fill="${box.note ? '#fff6d6' : '#ffffff'}" stroke="#cfd8d3"/>`,
      `<rect x="${box.x}" y="${box.y + 10}" width="4" height="18" fill="${box.tone}"/>`,
      `<text x="${box.x + 14}" y="${box.y + 24}" font-size="13" font-weight="650" fill="#12201a">${escape(box.name.slice(0, perLine))}</text>`,
      ...lines,
      ...ways,
    ].join('')
  })
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${left} ${top} ${width} ${height}" font-family="Inter, system-ui, sans-serif"><defs><marker id="end" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="#7c8a83"/></marker></defs><rect x="${left}" y="${top}" width="${width}" height="${height}" fill="#f6f8f7"/>${cables.join('')}${cards.join('')}</svg>`
  return { svg, width, height }
}

/** A file name of letters that every system takes. */
export const fileName = (name: string) => fold(name).replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '') || 'flow'
