import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { useDates } from '~/i18n/dates'
import { phoneText } from '~/model/phoneText'
import { Avatar } from '~/ui'
import { Chip } from '~/ui/page'
import { type Contact, titleOf } from '../model'
import { useContactsWords } from '../words'
import css from './Contacts.module.css'
import { toggled } from './selection'

interface ContactRowsProps {
  rows: readonly Contact[]
  /** Null: nothing can be selected. */
  selected: ReadonlyMap<number, Contact> | null
  onSelect: (selected: ReadonlyMap<number, Contact>) => void
  more: boolean
  onMore: () => void
}

const height = 56

/** The virtual list of contacts; only those in sight are in the page. */
export function ContactRows({ rows, selected, onSelect, more, onMore }: ContactRowsProps) {
  const words = useContactsWords()
  const dates = useDates()
  const scroller = useRef<HTMLDivElement>(null)
  const last = useRef<number | null>(null)
  const list = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => height, overscan: 8 })
  const items = list.getVirtualItems()
  const end = items[items.length - 1]?.index ?? 0
  useEffect(() => {
    if (more && end >= rows.length - 20) onMore()
  }, [more, end, rows.length, onMore])

  const toggle = (index: number, range: boolean) => {
    if (!selected) return
    const from = range && last.current !== null ? last.current : index
    last.current = index
    onSelect(toggled(selected, rows, from, index))
  }

  return (
    <div className={css.table}>
      <div className={css.head} aria-hidden="true">
        <span />
        <span>{words.name}</span>
        <span>{words.phone}</span>
        <span className={css.wide}>{words.tags}</span>
        <span className={css.wide}>{words.consent}</span>
        <span className={css.wide}>{words.lastHeard}</span>
      </div>
      <div ref={scroller} className={css.rows} tabIndex={0} role="group" aria-label={words.title}>
        <ul style={{ height: list.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const contact = rows[index]!
            const title = titleOf(contact, words.unknown)
            return (
              <li key={contact.id} className={css.line} data-testid="contact" data-selected={selected?.has(contact.id) || undefined} style={{ transform: `translateY(${start}px)` }} aria-setsize={more ? -1 : rows.length} aria-posinset={index + 1}>
                <span>
                  {selected && (
                    <input
                      type="checkbox"
                      aria-label={words.select(title)}
                      checked={selected.has(contact.id)}
                      onChange={(event) => toggle(index, (event.nativeEvent as MouseEvent).shiftKey)}
                    />
                  )}
                </span>
                <Link to="/contacts/$contact" params={{ contact: String(contact.id) }} className={css.name}>
                  <Avatar name={title} size={32} />
                  <b>{title}</b>
                </Link>
                <span className={css.number}>{contact.phone ? phoneText(contact.phone) : (contact.bsuid ?? '')}</span>
                <span className={`${css.tags} ${css.wide}`}>
                  {contact.tags.slice(0, 3).map((tag) => (
                    <Chip key={tag}>{tag}</Chip>
                  ))}
                  {contact.tags.length > 3 && <small>+{contact.tags.length - 3}</small>}
                </span>
                <span className={css.wide}>
                  {contact.blockedAt ? (
                    <Chip tone="danger">{words.blocked}</Chip>
                  ) : contact.optedOut ? (
                    <Chip tone="warn">{words.optedOut}</Chip>
                  ) : contact.optedIn ? (
                    <Chip tone="good">{words.optedIn}</Chip>
                  ) : (
                    <small>{words.noConsent}</small>
                  )}
                </span>
                <small className={css.wide}>{contact.lastInboundAt && dates.stamp(contact.lastInboundAt)}</small>
              </li>
            )
          })}
        </ul>
      </div>
    </div>
  )
}
