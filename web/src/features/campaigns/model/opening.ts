interface Node {
  id: string
  type: string
  data?: Record<string, unknown> | null
}

interface Edge {
  source: string
  target: string
}

/** Steps that say something, and so may be the first to speak. */
const speaking: readonly string[] = ['message', 'media', 'location', 'options', 'ask', 'whatsapp_flow', 'handoff']

/** Whether a flow's first words may go to people who have not written for a day: only approved templates may. */
export function openingOf(document: { nodes: readonly Node[]; edges: readonly Edge[] }): 'template' | 'window' | 'silent' {
  const nodes = new Map(document.nodes.map((node) => [node.id, node]))
  const todo = document.nodes.filter(({ type }) => type === 'trigger').map(({ id }) => id)
  const seen = new Set(todo)
  let spoke = false
  while (todo.length > 0) {
    const id = todo.pop()!
    const node = nodes.get(id)
    if (!node) continue
    if (speaking.includes(node.type) && !(node.type === 'handoff' && !node.data?.message)) {
      if (node.type !== 'message' || !(node.data?.useTemplate || node.data?.fallbackTemplate)) return 'window'
      spoke = true
      continue
    }
    for (const { source, target } of document.edges)
      if (source === id && !seen.has(target)) {
        seen.add(target)
        todo.push(target)
      }
  }
  return spoke ? 'template' : 'silent'
}
