import { IconArrowUp, IconInbox, IconSearch, IconX } from '@tabler/icons-react'
import { type ReactNode, type RefObject, useCallback, useEffect, useMemo, useState } from 'react'
import type { Counts, View } from '~/api/types'
import { useInbox, useInboxStore } from '~/app/InboxProvider'
import { useWords } from '~/i18n'
import { listKey } from '~/live/inboxStore'
import { listView, type Rows } from '~/model/conversations'
import { Blank, Button, Skeleton } from '~/ui'
import css from './ConversationList.module.css'
import { ListRows } from './ListRows'
import { useHeldOrder } from './useHeldOrder'

interface ConversationListProps {
  view: View
  search: string
  selected: number | null
  searchBox: RefObject<HTMLInputElement | null>
  onView: (view: View) => void
  onSearch: (search: string) => void
  onSelect: (id: number) => void
  onOrder: (order: readonly number[]) => void
  onOpenPhone?: () => void
  /** What stands in the thread's head, for screens where the list is alone. */
  tools?: ReactNode
}

const noRows: Rows = new Map()
const views: readonly View[] = ['all', 'bot', 'unassigned', 'mine']

export function ConversationList(props: ConversationListProps) {
  const { view, search, selected, onSelect, onOrder, onOpenPhone } = props
  const words = useWords()
  const store = useInboxStore()
  const key = listKey(view, search)
  const rows = useInbox((state) => state.rows, noRows)
  const list = useInbox((state) => state.lists.get(key) ?? null, null)
  const counts = useInbox((state) => state.counts, null)
  const [held, setHeld] = useState(false)
  const [slow, setSlow] = useState(false)

  useEffect(() => store?.showView(view, search), [store, view, search])
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 150)
    return () => clearTimeout(timer)
  }, [])

  const wanted = useMemo(() => {
    if (search) return (list?.ids ?? []).filter((id) => rows.has(id))
    return store && list?.ready ? listView(rows, view, store.me, list.horizon) : []
  }, [rows, list, view, search, store])
  const { order, moved, release } = useHeldOrder(key, wanted, held)
  useEffect(() => onOrder(order), [order, onOrder])

  const loadMore = useCallback(() => void store?.loadMore(view, search), [store, view, search])
  return (
    <div className={css.pane}>
      <header className={css.head}>
        <div className={css.titleLine}>
          <h2 className={css.title}>{words.list.title}</h2>
          {counts && <span className={css.total}>{counts.all.toLocaleString()}</span>}
          <span className={css.tools}>{props.tools}</span>
        </div>
        <Search value={search} onChange={props.onSearch} box={props.searchBox} />
        <Views view={view} counts={counts} onView={props.onView} />
      </header>
      <div
        className={css.body}
        onPointerEnter={(event) => event.pointerType === 'mouse' && setHeld(true)}
        onPointerLeave={() => setHeld(false)}
        onFocus={(event) => event.target.matches('a:focus-visible') && setHeld(true)}
        onBlur={() => setHeld(false)}
      >
        {moved > 0 && (
          <button type="button" className={css.moved} title={words.list.movedHint} onClick={release}>
            <IconArrowUp size={14} aria-hidden /> {words.list.moved(moved)}
          </button>
        )}
        {order.length > 0 ? (
          <ListRows order={order} rows={rows} selected={selected} onSelect={onSelect} onEnd={loadMore} />
        ) : list?.failed ? (
          <Blank title={words.list.failed} alert>
            <Button onClick={() => store?.showView(view, search)}>{words.errors.tryAgain}</Button>
          </Blank>
        ) : !list?.ready ? (
          slow && <Loading />
        ) : search ? (
          <Blank title={words.list.noMatch(search)}>
            <Button onClick={() => props.onSearch('')}>{words.list.clear}</Button>
          </Blank>
        ) : view === 'all' ? (
          <Blank icon={<IconInbox size={28} />} title={words.list.empty} hint={words.list.emptyHint}>
            {onOpenPhone && (
              <Button look="primary" onClick={onOpenPhone}>
                {words.list.openPhone}
              </Button>
            )}
          </Blank>
        ) : (
          <Blank title={words.list.emptyView} hint={words.list.emptyViewHint(words.list[view])} />
        )}
      </div>
    </div>
  )
}

interface SearchProps {
  value: string
  onChange: (value: string) => void
  box: RefObject<HTMLInputElement | null>
}

function Search({ value, onChange, box }: SearchProps) {
  const words = useWords()
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  useEffect(() => {
    const clean = text.trim()
    if (clean === value) return
    const timer = setTimeout(() => onChange(clean), 200)
    return () => clearTimeout(timer)
  }, [text, value, onChange])

  return (
    <div className={css.search} role="search">
      <IconSearch size={16} aria-hidden />
      <input
        ref={box}
        type="text"
        inputMode="search"
        data-testid="inbox-search"
        aria-label={words.list.search}
        placeholder={words.list.search}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          setText('')
          event.currentTarget.blur()
        }}
      />
      {text && (
        <button type="button" aria-label={words.list.clear} onClick={() => setText('')}>
          <IconX size={16} aria-hidden />
        </button>
      )}
    </div>
  )
}

interface ViewsProps {
  view: View
  counts: Counts | null
  onView: (view: View) => void
}

function Views({ view, counts, onView }: ViewsProps) {
  const words = useWords()
  return (
    <div className={css.views} role="group" aria-label={words.list.views}>
      {views.map((each) => (
        <button
          key={each}
          type="button"
          aria-pressed={view === each}
          data-testid={`view-${each}`}
          onClick={() => onView(each)}
        >
          {words.list[each]}
          {counts && each !== 'all' && counts[each] > 0 && <span>{counts[each].toLocaleString()}</span>}
        </button>
      ))}
    </div>
  )
}

function Loading() {
  return (
    <div aria-hidden="true">
      {Array.from({ length: 8 }, (_, index) => (
        <div key={index} className={css.loadingRow}>
          <Skeleton width={40} height={40} />
          <div className={css.loadingText}>
            <Skeleton width={`${50 + ((index * 17) % 30)}%`} height={12} />
            <Skeleton width={`${60 + ((index * 23) % 35)}%`} height={10} />
          </div>
        </div>
      ))}
    </div>
  )
}
