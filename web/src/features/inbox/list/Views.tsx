import { IconBookmarkPlus, IconChevronDown, IconTrash, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { memo, useState } from 'react'
import type { Counts } from '~/api/types'
import { useInboxStore } from '~/app/InboxProvider'
import { everything, type ListQuery, queryKey, readQuery, sameQuery } from '~/model/listQuery'
import { later, Menu, type MenuEntry, Optional } from '~/ui'
import { useTeam } from '../desk/useTeam'
import { useDeskWords } from '../desk/words'
import css from './ConversationList.module.css'
import { useSavedViews } from './useSavedViews'

const SaveView = later(() => import('./SaveView').then((file) => ({ default: file.SaveView })))
const near = ['mine', 'unassigned', 'all'] as const

interface ViewsProps {
  query: ListQuery
  counts: Counts | null
  onQuery: (query: ListQuery) => void
}

/** The three lists of every day, and behind the arrow all the others. */
export const Views = memo(function Views({ query, counts, onQuery }: ViewsProps) {
  const { views: words } = useDeskWords()
  const [menu, setMenu] = useState(false)
  const [saving, setSaving] = useState(false)
  const { views: saved, remove } = useSavedViews()
  const { queues } = useTeam()
  const totals = useSavedCounts(menu ? saved.map((each) => readQuery(each.query)) : [])
  const go = (change: Partial<ListQuery>) => onQuery({ ...everything, sort: query.sort, ...change })
  const here = (change: Partial<ListQuery>) => sameQuery({ ...query, search: undefined }, { ...everything, sort: query.sort, ...change })
  const open = saved.find((each) => sameQuery(readQuery(each.query), query))
  const number = (n: number | undefined) => (n ? n.toLocaleString() : undefined)

  const entry = (label: string, change: Partial<ListQuery>, count?: number): MenuEntry => ({
    type: 'item',
    label,
    hint: number(count),
    on: here(change),
    onSelect: () => go(change),
  })
  const labels = Object.entries(counts?.open.labels ?? {}).sort(([a], [b]) => a.localeCompare(b))
  const entries: MenuEntry[] = [
    { type: 'line', label: words.views },
    entry(words.bot, { view: 'bot' }, counts?.open.bot),
    entry(words.snoozed, { view: 'snoozed' }, counts?.snoozed),
    entry(words.resolved, { status: 'resolved' }, counts?.resolved),
    ...(queues.length > 0 ? [{ type: 'line' as const, label: words.queues }] : []),
    ...queues.map((queue) => entry(queue.title, { queue: queue.key }, counts?.open.queues[queue.key])),
    ...(labels.length > 0 ? [{ type: 'line' as const, label: words.labels }] : []),
    ...labels.map(([label, count]) => entry(label, { label }, count)),
    ...(saved.length > 0 ? [{ type: 'line' as const, label: words.saved }] : []),
    ...saved.map((each): MenuEntry => ({
      type: 'item',
      label: each.name,
      hint: totals.get(queryKey(readQuery(each.query))),
      on: each === open,
      testId: 'saved-view',
      onSelect: () => onQuery(readQuery(each.query)),
    })),
    { type: 'line', label: '' },
    open
      ? { type: 'item', label: words.remove, icon: <IconTrash size={16} aria-hidden />, onSelect: () => void remove(open.id).then(() => onQuery(everything)) }
      : { type: 'item', label: words.save, icon: <IconBookmarkPlus size={16} aria-hidden />, testId: 'save-view', onSelect: () => setSaving(true) },
  ]

  const isNear = near.some((view) => here({ view }))
  const far = isNear ? null : (open?.name ?? nameOfView(query, words))
  return (
    <>
      <div className={css.views} role="group" aria-label={words.views}>
        {near.map((view) => (
          <button key={view} type="button" aria-pressed={here({ view })} data-testid={`view-${view}`} onClick={() => go({ view })}>
            {words[view]}
            {counts && counts.open[view] > 0 && <span>{number(counts.open[view])}</span>}
          </button>
        ))}
        <Menu
          side="bottom-end"
          width={264}
          entries={entries}
          target={
            <button type="button" className={css.far} aria-label={far ? `${words.more}: ${far}` : words.more} data-on={far !== null || undefined} data-testid="more-views" onPointerDown={() => setMenu(true)} onKeyDown={() => setMenu(true)}>
              {far && <b>{far}</b>}
              <IconChevronDown size={15} aria-hidden />
            </button>
          }
        />
      </div>
      {saving && (
        <Optional onMissing={() => setSaving(false)}>
          <SaveView query={query} onClose={() => setSaving(false)} />
        </Optional>
      )}
    </>
  )
})

type ViewWords = ReturnType<typeof useDeskWords>['views']

function nameOfView(query: ListQuery, words: ViewWords) {
  if (query.view === 'snoozed' || query.view === 'bot') return words[query.view]
  if (query.status === 'resolved') return words.resolved
  return null
}

/** How many each saved view has: asked when somebody looks. */
function useSavedCounts(queries: readonly ListQuery[]) {
  const store = useInboxStore()
  const { data } = useQuery({
    queryKey: ['saved-counts', store?.workspace, queries.map(queryKey)],
    queryFn: async () => {
      const found = await Promise.all(queries.map((each) => store?.lists.count(each)))
      return new Map(queries.map((each, at) => [queryKey(each), found[at] ? `${found[at].count}${found[at].more ? '+' : ''}` : '']))
    },
    enabled: queries.length > 0 && store !== null,
    staleTime: 5_000,
  })
  return data ?? new Map<string, string>()
}

/** What else narrows the list, each with a way to take it off. */
export const Filters = memo(function Filters({ query, onQuery }: Omit<ViewsProps, 'counts'>) {
  const { views: words } = useDeskWords()
  const { queues, people } = useTeam()
  const filters = [
    query.queue && { key: 'queue', text: words.queue(queues.find((each) => each.key === query.queue)?.title ?? query.queue), without: { queue: undefined } },
    query.label && { key: 'label', text: words.label(query.label), without: { label: undefined } },
    query.assignee && { key: 'assignee', text: words.assignee(people.find((each) => each.id === query.assignee)?.name ?? query.assignee), without: { assignee: undefined } },
    query.status === 'any' && { key: 'status', text: words.any, without: { status: 'open' as const } },
  ].filter((each) => typeof each === 'object')
  if (filters.length === 0) return null
  return (
    <ul className={css.filters}>
      {filters.map(({ key, text, without }) => (
        <li key={key}>
          {text}
          <button type="button" aria-label={words.drop(text)} onClick={() => onQuery({ ...query, ...without })}>
            <IconX size={14} aria-hidden />
          </button>
        </li>
      ))}
    </ul>
  )
})
