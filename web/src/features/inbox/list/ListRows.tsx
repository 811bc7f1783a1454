import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { useInbox } from '~/app/InboxProvider'
import { useWords } from '~/i18n'
import { useDates } from '~/i18n/dates'
import type { Rows } from '~/model/conversations'
import type { Presence } from '~/model/presence'
import { useNow } from '~/ui'
import { useDeskWords } from '../desk/words'
import { ListRow } from './ListRow'
import css from './ListRows.module.css'

interface ListRowsProps {
  order: readonly number[]
  rows: Rows
  selected: number | null
  marked: ReadonlySet<number>
  onSelect: (id: number) => void
  onMark: (id: number, range: boolean) => void
  onEnd: () => void
}

const rowHeight = 68
const nobody: Presence = new Map()

/** The virtual list. It stands alone so that scrolling draws rows again and nothing else. */
export function ListRows({ order, rows, selected, marked, onSelect, onMark, onEnd }: ListRowsProps) {
  const words = useWords()
  const desk = useDeskWords()
  const dates = useDates()
  const presence = useInbox((state) => state.presence, nobody)
  const now = useNow(60_000)
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: order.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => order[index]!,
    overscan: 6,
  })
  const items = virtual.getVirtualItems()
  const last = items[items.length - 1]?.index ?? 0

  useEffect(() => {
    if (last >= order.length - 10) onEnd()
  }, [last, order.length, onEnd])

  const place = selected === null ? -1 : order.indexOf(selected)
  const shownFor = useRef<number | null>(null)
  useEffect(() => {
    if (place === -1 || shownFor.current === selected) return
    shownFor.current = selected
    // a row in sight stays: to scroll to where it is would have everything laid out at once
    if (virtual.getOffsetForIndex(place, 'auto')?.[0] !== virtual.scrollOffset) virtual.scrollToIndex(place, { align: 'auto' })
  }, [place, selected, virtual])

  return (
    <div ref={box} className={css.box} tabIndex={-1} data-marking={marked.size > 0 || undefined}>
      <div className={css.sizer} role="list" aria-label={words.list.label} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows.get(order[item.index]!)
          return (
            row && (
              <div
                key={item.key}
                role="listitem"
                aria-setsize={order.length}
                aria-posinset={item.index + 1}
                className={css.place}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <ListRow
                  conversation={row.conversation}
                  selected={row.conversation.id === selected}
                  marked={marked.has(row.conversation.id)}
                  others={presence.get(row.conversation.id)}
                  words={words}
                  desk={desk}
                  dates={dates}
                  now={now}
                  onSelect={onSelect}
                  onMark={onMark}
                />
              </div>
            )
          )
        })}
      </div>
    </div>
  )
}
