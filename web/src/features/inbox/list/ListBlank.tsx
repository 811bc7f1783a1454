import { IconInbox } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { Counts } from '~/api/types'
import { useInboxStore } from '~/app/InboxProvider'
import { useWords } from '~/i18n'
import type { ListState } from '~/live/inboxState'
import { everything, type ListQuery } from '~/model/listQuery'
import { Blank, Button, Skeleton } from '~/ui'
import { useDeskWords } from '../desk/words'
import css from './ConversationList.module.css'

interface ListBlankProps {
  query: ListQuery
  list: ListState | null
  counts: Counts | null
  onQuery: (query: ListQuery, replace?: boolean) => void
  onOpenPhone?: () => void
}

/** What stands in the list when there is no row: why, and what to do about it. */
export function ListBlank({ query, list, counts, onQuery, onOpenPhone }: ListBlankProps) {
  const words = useWords()
  const desk = useDeskWords()
  const store = useInboxStore()
  if (list?.failed)
    return (
      <Blank title={words.list.failed} alert>
        <Button onClick={() => store?.lists.show(query)}>{words.errors.tryAgain}</Button>
      </Blank>
    )
  if (!list?.ready) return <Loading />

  if (query.search)
    return (
      <Blank title={words.list.noMatch(query.search)}>
        {query.status === 'open' && (
          <Button look="primary" data-testid="search-all" onClick={() => onQuery({ ...query, status: 'any' }, true)}>
            {desk.list.searchAll}
          </Button>
        )}
        <Button onClick={() => onQuery({ ...query, search: undefined, status: 'open' }, true)}>{words.list.clear}</Button>
      </Blank>
    )
  if (query.queue || query.label || query.assignee)
    return (
      <Blank title={desk.list.noneMatch}>
        <Button onClick={() => onQuery(everything)}>{desk.list.clearFilters}</Button>
      </Blank>
    )
  if (query.view === 'snoozed') return <Blank title={desk.list.noneSnoozed} />
  if (query.status === 'resolved') return <Blank title={desk.list.noneResolved} />
  if (query.sort === 'waiting') return <Blank title={desk.list.nothing} hint={desk.list.noneWaits} />
  if (query.sort === 'window') return <Blank title={desk.list.nothing} hint={desk.list.noneCloses} />
  if (query.view === 'all' && counts?.all === 0)
    return (
      <Blank icon={<IconInbox size={28} />} title={words.list.empty} hint={words.list.emptyHint}>
        {onOpenPhone && (
          <Button look="primary" onClick={onOpenPhone}>
            {words.list.openPhone}
          </Button>
        )}
      </Blank>
    )
  return <Blank title={desk.list.nothing} hint={counts && counts.resolved > 0 ? desk.list.resolved(counts.resolved) : undefined} />
}

/** Rows to come, of their true height; only worth showing when it takes long. */
function Loading() {
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 150)
    return () => clearTimeout(timer)
  }, [])
  if (!slow) return null
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
