import { useVirtualizer } from '@tanstack/react-virtual'
import { type HTMLAttributes, type RefObject, useEffect, useImperativeHandle, useLayoutEffect, useRef } from 'react'
import type { Item } from '~/model/layout'
import { itemOf } from '../find/useReach'
import { Line } from './Line'
import { placeAt } from './placeAt'
import css from './ThreadLog.module.css'

/** What others may ask of the lines on screen. */
export interface RowsHandle {
  toEnd(): void
  show(key: string, align: 'center' | 'auto'): void
}

interface ThreadRowsProps {
  /** Of the box that scrolls. It is drawn here because the virtualiser needs it from the first. */
  log: HTMLAttributes<HTMLDivElement>
  /** Said above the first line, when there is nothing before it. */
  begin: string | null
  handle: RefObject<RowsHandle | null>
  box: RefObject<HTMLDivElement | null>
  items: readonly Item[]
  name: string
  live: boolean
  reacting: string | null
  /** History apart from the live end: what is added below is not followed. */
  isPast: boolean
  /** Where it begins instead of at what is new: at a message, or at the end. */
  beginAt: number | 'end' | null
  /** Called once it stands where it begins: the lines around have been measured. */
  onPlaced: () => void
}

export const nearEnd = 80

/**
 * The lines in sight, and a few around them. What is read stays where it is while lines come above or grow; at the end, the end stays in sight.
 * A component of its own: it alone is drawn anew at every step of scrolling.
 */
export function ThreadRows({ log, begin, handle, box, items, name, live, reacting, isPast, beginAt, onPlaced }: ThreadRowsProps) {
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => box.current,
    getItemKey: (index) => items[index]!.key,
    estimateSize: (index) => guess(items[index]!),
    overscan: 10,
    anchorTo: 'end',
    followOnAppend: !isPast,
    scrollEndThreshold: isPast ? 1 : nearEnd,
    scrollPaddingStart: 140,
    paddingStart: begin === null ? 8 : 44,
    paddingEnd: 16,
  })

  useImperativeHandle(
    handle,
    () => ({
      toEnd: () => rows.scrollToEnd(),
      show: (key, align) => {
        const index = items.findIndex((item) => item.key === key)
        if (index >= 0) rows.scrollToIndex(index, { align: align === 'center' ? middle(box.current) : align })
      },
    }),
    [rows, items, box],
  )

  // Where to begin: at what was found or is new, else at the end.
  const itemsNow = useRef(items)
  const begins = useRef(beginAt)
  useLayoutEffect(() => {
    itemsNow.current = items
  }, [items])
  useEffect(() => {
    const go = () => {
      const found = typeof begins.current === 'number' ? itemOf(itemsNow.current, begins.current) : undefined
      const line = found ?? (begins.current === null ? itemsNow.current.find((item) => item.type === 'divider') : undefined)
      if (!line) {
        rows.scrollToEnd()
        return null
      }
      rows.scrollToIndex(itemsNow.current.indexOf(line), { align: found ? middle(box.current) : 'start' })
      return found ? `[data-key="${CSS.escape(found.key)}"]` : '[data-divider]'
    }
    return placeAt(box, go, onPlaced)
  }, [rows, box, onPlaced])

  const shown = rows.getVirtualItems()
  return (
    <div ref={box} className={css.log} {...log}>
      <div className={css.all} style={{ height: rows.getTotalSize() }}>
        {begin !== null && <p className={css.begin}>{begin}</p>}
        <div className={css.shown} style={{ transform: `translateY(${shown[0]?.start ?? 0}px)` }}>
          {shown.map(({ key, index }) => {
            const item = items[index]!
            return (
              <div key={key} ref={rows.measureElement} data-index={index} className={css.row}>
                <Line item={item} name={name} live={live} reacting={reacting === item.key} />
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}

/** Where a line stands that was gone to. The padding above counts for the middle too, so that a low box would end above it. */
const middle = (box: HTMLElement | null) => ((box?.clientHeight ?? 0) < 520 ? 'start' : 'center')

/** How high a line will be, before it was ever drawn: near enough that the scroll bar does not jump. */
function guess(item: Item): number {
  if (item.type !== 'bubble') return item.type === 'pending' || item.type === 'note' ? 60 : 44
  const { content, text } = item.message
  const lines = Math.ceil(text.length / 70) || 1
  // The frame of a bubble, the room above it with the name of who of us says it, and its lines.
  const above = item.first ? (item.message.direction === 'outbound' ? 36 : 14) : 3
  const base = 18 + above + lines * 21
  if (content.type === 'media') return base + (content.media === 'image' || content.media === 'video' ? 216 : content.media === 'sticker' ? 128 : 56)
  return content.type === 'text' ? base : base + 60
}
