import { IconArrowUp } from '@tabler/icons-react'
import { type ReactNode, type RefObject, useCallback, useEffect, useMemo, useState } from 'react'
import { useInbox, useInboxStore } from '~/app/InboxProvider'
import { useWords } from '~/i18n'
import type { Rows } from '~/model/conversations'
import { type ListQuery, listRows, queryKey, type Sort } from '~/model/listQuery'
import { useNow } from '~/ui'
import { useDeskWords } from '../desk/words'
import { BulkBar } from './BulkBar'
import css from './ConversationList.module.css'
import { DoneBar } from './DoneBar'
import { ListBlank } from './ListBlank'
import { ListRows } from './ListRows'
import { ListSearch } from './ListSearch'
import { SortMenu } from './SortMenu'
import { useHeldOrder } from './useHeldOrder'
import type { Marks } from './useMarks'
import { Filters, Views } from './Views'

interface ConversationListProps {
  /** The same object as long as it asks the same. */
  query: ListQuery
  selected: number | null
  marks: Marks
  searchBox: RefObject<HTMLInputElement | null>
  onQuery: (query: ListQuery, replace?: boolean) => void
  onSelect: (id: number) => void
  onOrder: (order: readonly number[]) => void
  onOpenPhone?: () => void
  /** What stands in the thread's head, for screens where the list is alone. */
  tools?: ReactNode
}

const noRows: Rows = new Map()

export function ConversationList(props: ConversationListProps) {
  const { query, selected, marks, onQuery, onSelect, onOrder } = props
  const words = useWords()
  const desk = useDeskWords()
  const store = useInboxStore()
  const key = queryKey(query)
  const rows = useInbox((state) => state.rows, noRows)
  const list = useInbox((state) => state.lists.get(key) ?? null, null)
  const counts = useInbox((state) => state.counts, null)
  const now = useNow(60_000)
  const [held, setHeld] = useState(false)

  useEffect(() => store?.lists.show(query), [store, query])

  const ready = list?.ready ?? false
  const wanted = useMemo(() => {
    if (!store || !ready) return []
    if (query.search) return (list?.ids ?? []).filter((id) => rows.has(id))
    return listRows(rows, query, store.me, list?.horizon ?? null, now)
  }, [rows, list, ready, query, store, now])
  const previous = usePrevious(wanted, ready)
  const { order, moved, release } = useHeldOrder(key, ready ? wanted : previous, held)
  const acts = useInbox((state) => state.acts, 0)
  useEffect(release, [acts, release])
  useEffect(() => onOrder(order), [order, onOrder])
  useEffect(() => store?.lists.hold(held ? order : null), [store, held, order])
  useEffect(() => () => store?.lists.hold(null), [store])

  const sortBy = useCallback((sort: Sort) => onQuery({ ...query, sort }), [query, onQuery])
  const loadMore = useCallback(() => void store?.lists.more(query), [store, query])
  const more = query.search && query.status === 'open' && ready && !list?.next && order.length > 0
  return (
    <div className={css.pane}>
      <header className={css.head}>
        <div className={css.titleLine}>
          <h2 className={css.title}>{words.list.title}</h2>
          {counts && <span className={css.total}>{counts.open.all.toLocaleString()}</span>}
          <SortMenu sort={query.sort} onSort={sortBy} />
          <span className={css.tools}>{props.tools}</span>
        </div>
        <ListSearch value={query.search ?? ''} onChange={(search) => onQuery({ ...query, search: search || undefined, status: search ? query.status : 'open' }, true)} box={props.searchBox} />
        {marks.all.size > 0 ? <BulkBar marks={marks} order={order} /> : <Views query={query} counts={counts} onQuery={onQuery} />}
        <Filters query={query} onQuery={onQuery} />
      </header>
      <div
        className={css.body}
        aria-busy={!ready}
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
          <ListRows order={order} rows={rows} selected={selected} marked={marks.all} onSelect={onSelect} onMark={marks.mark} onEnd={loadMore} />
        ) : (
          <ListBlank query={query} list={list} counts={counts} onQuery={onQuery} onOpenPhone={props.onOpenPhone} />
        )}
        {more && (
          <button type="button" className={css.searchAll} data-testid="search-all" onClick={() => onQuery({ ...query, status: 'any' }, true)}>
            {desk.list.searchAll}
          </button>
        )}
        <DoneBar selected={selected} />
      </div>
    </div>
  )
}

/** What stood there before: it stays while another list is on its way. */
function usePrevious(wanted: readonly number[], ready: boolean) {
  const [shown, setShown] = useState(wanted)
  if (ready && shown !== wanted) setShown(wanted)
  return ready ? wanted : shown
}
