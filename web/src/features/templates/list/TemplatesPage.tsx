import { IconPlus, IconTemplate } from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useWorkspace } from '~/app/session'
import { useTitle } from '~/app/useTitle'
import { useWords } from '~/i18n'
import { isAtLeast } from '~/model/access'
import { Blank, Button, Select, Skeleton } from '~/ui'
import { linkLook, Page, primaryLinkLook, Search, Space } from '~/ui/page'
import { TemplatesApi, useTemplates, useUses } from '../api'
import { groupByName } from '../model/status'
import { useTemplateWords } from '../words'
import { Starters } from './Starters'
import { SyncStrip } from './SyncStrip'
import { TemplateTable } from './TemplateTable'

const route = getRouteApi('/templates')
const filters = ['APPROVED', 'PENDING', 'REJECTED', 'PAUSED', 'DISABLED']

/** Every template by its name, with what has become of each language. */
export function TemplatesPage() {
  const words = useTemplateWords()
  const common = useWords()
  const { id: workspace, role } = useWorkspace()
  const api = useMemo(() => new TemplatesApi(workspace), [workspace])
  const navigate = route.useNavigate()
  const { search, status } = route.useSearch()
  const [typed, setTyped] = useState(search ?? '')
  const list = useTemplates(api, workspace, { search, status })
  const uses = useUses(api, workspace)
  useTitle(words.title)
  const writes = isAtLeast(role, 'admin')
  const groups = groupByName(list.data?.items ?? [])
  const sources = list.data?.sources ?? []
  const nothing = list.data !== undefined && groups.length === 0
  const narrowed = search !== undefined || status !== undefined
  const look = (next: string) => {
    setTyped(next)
    void navigate({ search: (before) => ({ ...before, search: next.trim().toLowerCase().replace(/\s+/g, '_') || undefined }), replace: true })
  }
  return (
    <Page
      title={words.title}
      tools={
        <>
          <Search label={words.search} value={typed} onChange={look} />
          <Select
            aria-label={words.status}
            data-testid="template-status"
            style={{ width: 'auto' }}
            value={status ?? ''}
            onChange={(next) => void navigate({ search: (before) => ({ ...before, status: next || undefined }) })}
            options={[{ value: '', label: words.all }, ...filters.map((each) => ({ value: each, label: words.statuses[each] ?? each }))]}
          />
          <Space />
          {writes && (
            <Link to="/templates/new" className={primaryLinkLook} data-testid="new-template">
              <IconPlus size={16} aria-hidden /> {words.new}
            </Link>
          )}
        </>
      }
    >
      {list.isError && !list.data && (
        <Blank alert icon={<IconTemplate size={28} />} title={words.failed} hint={list.error.message}>
          <Button onClick={() => void list.refetch()}>{common.errors.tryAgain}</Button>
        </Blank>
      )}
      {list.isPending && [1, 2, 3].map((n) => <Skeleton key={n} width="100%" height={52} />)}
      {list.data && sources.length > 0 && <SyncStrip api={api} workspace={workspace} sources={sources} writes={writes} />}
      {nothing && narrowed && <Blank icon={<IconTemplate size={28} />} title={words.noMatch} hint={words.noMatchHint} />}
      {nothing && !narrowed && sources.length === 0 && (
        <Blank icon={<IconTemplate size={28} />} title={words.empty} hint={words.noAccount}>
          {writes && (
            <Link to="/settings/{-$section}" params={{ section: 'channels' }} className={linkLook}>
              {words.connect}
            </Link>
          )}
        </Blank>
      )}
      {nothing && !narrowed && sources.length > 0 && (writes ? <Starters first /> : <Blank icon={<IconTemplate size={28} />} title={words.empty} hint={words.emptyRead} />)}
      {groups.length > 0 && <TemplateTable groups={groups} uses={uses} />}
    </Page>
  )
}
