import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { useWords } from '~/i18n'
import { useDates } from '~/i18n/dates'
import type { Rows } from '~/model/conversations'
import css from './ListRows.module.css'
import { ListRow } from './ListRow'

interface ListRowsProps {
  order: readonly number[]
  rows: Rows
  selected: number | null
  onSelect: (id: number) => void
  onEnd: () => void
}

const rowHeight = 68

/** The virtual list. It stands alone so that scrolling draws rows again and nothing else. */
export function ListRows({ order, rows, selected, onSelect, onEnd }: ListRowsProps) {
  const words = useWords()
  const dates = useDates()
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
    virtual.scrollToIndex(place, { align: 'auto' })
  }, [place, selected, virtual])

  return (
    <div ref={box} className={css.box} tabIndex={-1}>
      <div
        className={css.sizer}
        role="list"
        aria-label={words.list.label}
        style={{ height: virtual.getTotalSize() }}
      >
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
                  words={words}
                  dates={dates}
                  onSelect={onSelect}
                />
              </div>
            )
          )
        })}
      </div>
    </div>
  )
}
