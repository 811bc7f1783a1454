import { IconChevronDown, IconChevronUp, IconSearch, IconX } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { IconButton } from '~/ui'
import { fold } from '../model/nodeTypes'
import { useFlowWords } from '../words'
import { useCommands } from './commands'
import css from './FindBar.module.css'
import { textsOf, useNameOf } from './names'
import { useEditor, useFlow } from './store'

/** Finds words, names and variables in the steps, without case and accents. */
export function FindBar({ onClose }: { onClose: () => void }) {
  const editor = useEditor()
  const words = useFlowWords()
  const nameOf = useNameOf()
  const { reveal } = useCommands()
  const nodes = useFlow((state) => state.doc.nodes)
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const found = useMemo(() => {
    const wanted = fold(query.trim())
    return wanted === '' ? [] : [...nodes.values()].filter((node) => fold(`${nameOf(node.id)} ${textsOf(node)}`).includes(wanted)).map((node) => node.id)
  }, [nodes, query, nameOf])
  const go = (index: number) => {
    const id = found[((index % found.length) + found.length) % found.length]
    if (id === undefined) return
    setAt(((index % found.length) + found.length) % found.length)
    editor.select([id])
    reveal(id)
  }
  return (
    <div className={css.bar} role="search">
      <IconSearch size={16} aria-hidden />
      <input
        type="search"
        autoFocus
        aria-label={words.find.label}
        placeholder={words.find.placeholder}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value)
          setAt(-1)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') go(at + (event.shiftKey ? -1 : 1))
          if (event.key === 'Escape') {
            event.stopPropagation()
            onClose()
          }
        }}
      />
      <span className={css.count} role="status">
        {query.trim() && words.find.count(Math.max(0, at) + (found.length > 0 ? 1 : 0), found.length)}
      </span>
      <IconButton label={words.find.previous} disabled={found.length === 0} onClick={() => go(at - 1)}>
        <IconChevronUp size={16} aria-hidden />
      </IconButton>
      <IconButton label={words.find.next} disabled={found.length === 0} onClick={() => go(at + 1)}>
        <IconChevronDown size={16} aria-hidden />
      </IconButton>
      <IconButton label={words.editor.close} onClick={onClose}>
        <IconX size={16} aria-hidden />
      </IconButton>
    </div>
  )
}
