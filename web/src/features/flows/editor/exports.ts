import type { useReactFlow } from '@xyflow/react'
import { handleOf } from '../model/doc'
import { waysOf } from '../model/nodeTypes'
import { outline } from '../model/outline'
import { type Box, drawing, fileName } from '../model/picture'
import type { useSay } from '../words'
import { toHandle } from './handles'
import { hintOf, nameFor, type useSayExit } from './names'
import type { Editor } from './store'

/** What is exported, and the words for it. */
export interface Exported {
  editor: Editor
  canvas: ReturnType<typeof useReactFlow>
  say: ReturnType<typeof useSay>
  sayExit: ReturnType<typeof useSayExit>
  name: string
}

const tones: Record<string, string> = { start: '#b45f06', send: '#0b7a53', ask: '#0a5fb4', end: '#b3261e' }
const usual = '#5a6861'
/** What browsers draw at most. */
const mostPixels = 12_000

function give(name: string, blob: Blob) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

async function raster(svg: string, width: number, height: number): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = address
    await image.decode()
    const scale = Math.min(2, mostPixels / width, mostPixels / height)
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(width * scale)
    canvas.height = Math.round(height * scale)
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height)
    return await new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error('The picture is too large.'))), 'image/png'))
  } finally {
    URL.revokeObjectURL(address)
  }
}

function draw({ editor, canvas, say, sayExit, name }: Exported) {
  const boxes = [...editor.doc.nodes.values()].map((node): Box => {
    const type = editor.types.get(node.type)
    const measured = canvas.getInternalNode(node.id)?.measured
    const text = [node.data.text, node.data.message, node.data.body, node.data.caption].find((each) => typeof each === 'string' && each.trim() !== '')
    return {
      id: node.id,
      ...node.position,
      width: measured?.width ?? 260,
      height: measured?.height ?? 120,
      name: nameFor(node, type, say),
      text: typeof text === 'string' ? text : hintOf(node),
      ways: waysOf(type, node.data, sayExit(node)).filter((way) => way.handle !== null).map((way) => ({ handle: toHandle(way.handle), label: way.label })),
      tone: tones[type?.intent ?? ''] ?? usual,
      note: node.type === 'note',
    }
  })
  const wires = [...editor.doc.edges.values()].map((edge) => ({ source: edge.source, handle: toHandle(handleOf(edge)), target: edge.target }))
  return { ...drawing(boxes, wires), file: fileName(name) }
}

export async function svg(from: Exported) {
  const made = draw(from)
  give(`${made.file}.svg`, new Blob([made.svg], { type: 'image/svg+xml' }))
}

export async function png(from: Exported) {
  const made = draw(from)
  give(`${made.file}.png`, await raster(made.svg, made.width, made.height))
}

export async function text({ editor, say, name }: Exported) {
  const lines = outline(editor.doc, editor.types, (exit) => say(exit.label)).map(({ node, depth, by, again }) => {
    const type = editor.types.get(node.type)
    const words = hintOf(node)
    return `${'  '.repeat(depth)}- ${by && by.way.handle !== null ? `[${by.way.label}] ` : ''}${nameFor(node, type, say)}${again ? ' ↑' : words ? `: ${words}` : ''}`
  })
  give(`${fileName(name)}.md`, new Blob([`# ${name}\n\n${lines.join('\n')}\n`], { type: 'text/markdown' }))
}
