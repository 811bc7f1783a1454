import { IconAddressBook, IconDownload, IconFilterPlus, IconFilterStar, IconPlus, IconUpload, IconX } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useDeferredValue, useEffect, useMemo, useState } from 'react'
import { useWorkspace } from '~/app/session'
import { useAct } from '~/app/useAct'
import { useTitle } from '~/app/useTitle'
import { useWords } from '~/i18n'
import { isAtLeast } from '~/model/access'
import { Blank, Button } from '~/ui'
import { linkLook, Notice, Page, Search, Space } from '~/ui/page'
import type { Condition } from '~/model/conditions'
import { FilterDialog } from '../../rules/FilterDialog'
import { useKnown } from '../../rules/known'
import { conditionText } from '../../rules/names'
import { useRuleWords } from '../../rules/words'
import { ContactsApi, useSegments } from '../api'
import { type Bulk, type Contact, undoOf } from '../model'
import { useContactsWords } from '../words'
import { AddDialog } from './AddDialog'
import { BulkBar } from './BulkBar'
import css from './Contacts.module.css'
import { ContactRows } from './ContactRows'
import { everyone, newest, noSelection, select, selectedIn } from './selection'

const route = getRouteApi('/contacts')
const nobodyAsked: Condition[] = []

/** Everybody the business knows: searched, filtered, and changed many at a time. */
export function ContactsPage() {
  const words = useContactsWords()
  const common = useWords()
  const { id: workspace, role } = useWorkspace()
  const api = useMemo(() => new ContactsApi(workspace), [workspace])
  const queries = useQueryClient()
  const navigate = route.useNavigate()
  const { search = '', where = nobodyAsked, segment, add } = route.useSearch()
  const ruleWords = useRuleWords()
  const known = useKnown(workspace)
  const segments = useSegments(workspace)
  const [typed, setTyped] = useState(search)
  const asked = useMemo(() => ({ search, where, segment }), [search, where, segment])
  const late = useDeferredValue(asked)
  const [dialog, setDialog] = useState<'filter' | null>(null)
  const [selection, setSelection] = useState(noSelection)
  const selected = selectedIn(selection, asked)
  const [undo, setUndo] = useState<{ count: number; ids: number[]; change: Bulk } | 'undone' | null>(null)
  const { failure, act } = useAct()
  useTitle(words.title)

  useEffect(() => {
    const timer = setTimeout(() => {
      if (typed.trim() !== search) void navigate({ search: (before) => ({ ...before, search: typed.trim() || undefined }), replace: true })
    }, 250)
    return () => clearTimeout(timer)
  }, [typed, search, navigate])

  const list = useInfiniteQuery({
    queryKey: ['contacts', workspace, 'list', late],
    queryFn: ({ pageParam }) => api.list(late, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (before) => before,
  })
  const count = useQuery({ queryKey: ['contacts', workspace, 'count', late], queryFn: () => api.count(late), placeholderData: (before) => before })
  const rows: Contact[] = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const writes = isAtLeast(role, 'agent')
  const refresh = () => queries.invalidateQueries({ queryKey: ['contacts', workspace] })
  const put = (next: Condition[]) => void navigate({ search: (before) => ({ ...before, where: next.length > 0 ? next : undefined }) })

  const change = async (bulk: Bulk) => {
    const before = newest(selected, rows)
    await act(async () => {
      const { changed } = await api.bulk(before.map(({ id }) => id), bulk)
      setUndo({ count: changed, ...undoOf(bulk, before) })
      setSelection(noSelection)
      void queries.invalidateQueries({ queryKey: ['tags', workspace] })
      await refresh()
    })
  }
  const takeBack = async () => {
    if (undo === null || undo === 'undone') return
    await act(async () => {
      if (undo.ids.length > 0) await api.bulk(undo.ids, undo.change)
      setUndo('undone')
      await refresh()
    })
  }

  const nothing = list.data !== undefined && rows.length === 0
  const narrowed = search !== '' || where.length > 0 || segment !== undefined
  const within = segment === undefined ? null : (segments.data?.items.find(({ id }) => id === segment)?.name ?? `#${segment}`)
  const showAdd = (open: boolean) => void navigate({ search: (before) => ({ ...before, add: open || undefined }) })
  return (
    <Page
      fill
      title={words.title}
      tools={
        <>
          <Search label={words.search} value={typed} onChange={setTyped} />
          <Button onClick={() => setDialog('filter')} data-testid="add-filter">
            <IconFilterPlus size={16} aria-hidden /> {words.addFilter}
          </Button>
          <Link to="/contacts/segments" className={linkLook} data-testid="segments">
            <IconFilterStar size={16} aria-hidden /> {words.segments.title}
          </Link>
          <Space />
          <span className={css.count} role="status">
            {count.data && words.count(count.data.count, count.data.exact)}
          </span>
          {isAtLeast(role, 'admin') && (
            <Button onClick={() => location.assign(api.exportAddress(asked))}>
              <IconDownload size={16} aria-hidden /> {words.export}
            </Button>
          )}
          {writes && (
            <>
              <Link to="/contacts/import" className={linkLook} data-testid="import">
                <IconUpload size={16} aria-hidden /> {words.import}
              </Link>
              <Button look="primary" onClick={() => showAdd(true)} data-testid="add-contact">
                <IconPlus size={16} aria-hidden /> {words.add}
              </Button>
            </>
          )}
        </>
      }
      strip={
        <>
          {(where.length > 0 || within !== null) && (
            <ul className={css.filters} aria-label={words.filter}>
              {within !== null && (
                <li>
                  {words.segment(within)}
                  <button type="button" aria-label={words.leaveSegment(within)} onClick={() => void navigate({ search: (before) => ({ ...before, segment: undefined }) })}>
                    <IconX size={14} aria-hidden />
                  </button>
                </li>
              )}
              {where.map((each, index) => {
                const text = conditionText(each, known, ruleWords)
                return (
                  <li key={`${index} ${text}`}>
                    {text}
                    <button type="button" aria-label={words.removeFilter(text)} onClick={() => put(where.filter((_, at) => at !== index))}>
                      <IconX size={14} aria-hidden />
                    </button>
                  </li>
                )
              })}
              {writes && where.length > 0 && within === null && (
                <li className={css.save}>
                  <Link to="/contacts/segments" search={{ edit: 'new', where }} data-testid="save-as-segment">
                    {words.saveSegment}
                  </Link>
                </li>
              )}
            </ul>
          )}
          {(failure || undo) && (
            <div className={css.said}>
              {failure && <Notice tone="danger">{failure.message}</Notice>}
              {undo === 'undone' && <Notice tone="good">{words.undone}</Notice>}
              {undo && undo !== 'undone' && (
                <Notice tone="good">
                  <span className={css.undo}>
                    {words.changed(undo.count)}
                    {undo.ids.length > 0 && (
                      <Button data-testid="undo" onClick={() => void takeBack()}>
                        {common.common.undo}
                      </Button>
                    )}
                  </span>
                </Notice>
              )}
            </div>
          )}
          {writes && selected.size > 0 && (
            <BulkBar
              workspace={workspace}
              count={selected.size}
              onClear={() => setSelection(noSelection)}
              onAll={() => setSelection(select(asked, everyone(rows)))}
              onChange={(bulk) => void change(bulk)}
            />
          )}
        </>
      }
    >
      {list.isError && rows.length === 0 && (
        <Blank alert icon={<IconAddressBook size={28} />} title={words.failed} hint={list.error.message}>
          <Button onClick={() => void list.refetch()}>{common.errors.tryAgain}</Button>
        </Blank>
      )}
      {nothing && narrowed && <Blank icon={<IconAddressBook size={28} />} title={words.noMatch} hint={words.noMatchHint} />}
      {nothing && !narrowed && (
        <Blank icon={<IconAddressBook size={28} />} title={words.empty} hint={words.emptyHint}>
          {writes && (
            <Link to="/contacts/import" className={linkLook}>
              <IconUpload size={16} aria-hidden /> {words.import}
            </Link>
          )}
        </Blank>
      )}
      {rows.length > 0 && (
        <ContactRows
          rows={rows}
          selected={writes ? selected : null}
          onSelect={(people) => setSelection(select(asked, people))}
          more={list.hasNextPage && !list.isFetchingNextPage}
          onMore={() => void list.fetchNextPage()}
        />
      )}
      {dialog === 'filter' && <FilterDialog known={known} onClose={() => setDialog(null)} onAdd={(each) => put([...where, each])} />}
      {writes && add && <AddDialog api={api} onClose={() => showAdd(false)} onAdded={() => void refresh()} />}
    </Page>
  )
}
