import { IconTag } from '@tabler/icons-react'
import { useInbox, useInboxStore } from '~/app/InboxProvider'
import { useWords } from '~/i18n'
import type { Rows } from '~/model/conversations'
import { Picker } from '~/ui'
import type { DeskDialogProps } from './DeskDialog'
import { useDeskWords } from './words'

const noRows: Rows = new Map()

/** Labels on and off. Each is done as it is chosen. */
export function LabelPicker({ ids, onClose }: DeskDialogProps) {
  const common = useWords()
  const { labels: words } = useDeskWords()
  const store = useInboxStore()
  const counts = useInbox((state) => state.counts, null)
  const rows = useInbox((state) => state.rows, noRows)
  const have = ids.map((id) => rows.get(id)?.conversation.labels ?? [])
  const everywhere = (label: string) => have.length > 0 && have.every((labels) => labels.includes(label))
  const known = [...new Set([...Object.keys(counts?.labels ?? {}), ...have.flat()])].sort((a, b) => a.localeCompare(b))

  const change = (label: string) => {
    const labels = everywhere(label) ? { add: [], remove: [label] } : { add: [label], remove: [] }
    void store?.deeds.change(ids, { labels }).catch(() => {})
  }
  return (
    <Picker
      several
      title={ids.length > 1 ? words.titleMany(ids.length) : words.title}
      closeLabel={common.common.close}
      ask={words.ask}
      options={known.map((label) => ({
        id: label,
        label,
        hint: counts?.labels[label]?.toLocaleString(),
        checked: everywhere(label),
        icon: <IconTag size={17} aria-hidden />,
      }))}
      none={words.none}
      make={{ label: words.make, onMake: (text) => change(text.slice(0, 50)) }}
      onPick={change}
      onClose={() => onClose(false)}
    />
  )
}
