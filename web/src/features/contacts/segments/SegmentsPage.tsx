import { IconArrowLeft, IconFilterStar, IconPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import type { components } from '~/api/schema'
import { Confirm } from '~/app/Confirm'
import { useWorkspace } from '~/app/session'
import { useTitle } from '~/app/useTitle'
import { useWords } from '~/i18n'
import { isAtLeast } from '~/model/access'
import { Blank, Button } from '~/ui'
import { backLook, Page, Section, Space, Table } from '~/ui/page'
import { useKnown } from '../../rules/known'
import { ruleText } from '../../rules/names'
import { readRule } from '../../rules/rules'
import { useRuleWords } from '../../rules/words'
import { SegmentsApi, useSegments } from '../api'
import { useContactsWords } from '../words'
import { SegmentDialog } from './SegmentDialog'
import css from './Segments.module.css'

type Segment = components['schemas']['SegmentView']

const route = getRouteApi('/contacts/segments')

/** Every saved filter: what it asks for, and how many that is. */
export function SegmentsPage() {
  const words = useContactsWords()
  const common = useWords()
  const queries = useQueryClient()
  const navigate = route.useNavigate()
  const { edit, where } = route.useSearch()
  const { id: workspace, role } = useWorkspace()
  const api = useMemo(() => new SegmentsApi(workspace), [workspace])
  const segments = useSegments(workspace)
  const [leaving, setLeaving] = useState<Segment | null>(null)
  useTitle(words.segments.title)
  const writes = isAtLeast(role, 'agent')
  const open = (next?: number | 'new') => void navigate({ search: { edit: next } })
  const refresh = () => Promise.all([queries.invalidateQueries({ queryKey: ['segments', workspace] }), queries.invalidateQueries({ queryKey: ['contacts', workspace] })])
  const changing = typeof edit === 'number' ? segments.data?.items.find(({ id }) => id === edit) : undefined
  return (
    <Page
      title={words.segments.title}
      before={
        <Link to="/contacts" aria-label={words.segments.back} className={backLook}>
          <IconArrowLeft size={18} aria-hidden />
        </Link>
      }
      tools={
        <>
          <Space />
          {writes && (
            <Button look="primary" data-testid="new-segment" onClick={() => open('new')}>
              <IconPlus size={16} aria-hidden /> {words.segments.new}
            </Button>
          )}
        </>
      }
    >
      {segments.isError && (
        <Blank alert icon={<IconFilterStar size={28} />} title={words.segments.failed} hint={segments.error.message}>
          <Button onClick={() => void segments.refetch()}>{common.errors.tryAgain}</Button>
        </Blank>
      )}
      {segments.data?.items.length === 0 && <Blank icon={<IconFilterStar size={28} />} title={words.segments.empty} hint={words.segments.emptyHint} />}
      {segments.data && segments.data.items.length > 0 && (
        <Section title={words.segments.title} hint={words.segments.hint}>
          <Table label={words.segments.title} head={[words.segments.name, words.segments.rule, words.segments.people, '']}>
            {segments.data.items.map((segment) => (
              <Line key={segment.id} api={api} workspace={workspace} segment={segment} writes={writes} onChange={() => open(segment.id)} onRemove={() => setLeaving(segment)} />
            ))}
          </Table>
        </Section>
      )}
      {writes && edit === 'new' && <SegmentDialog key="new" api={api} workspace={workspace} where={where} onClose={() => open()} onSaved={() => void refresh()} />}
      {writes && changing && <SegmentDialog key={changing.id} api={api} workspace={workspace} segment={changing} onClose={() => open()} onSaved={() => void refresh()} />}
      {leaving && (
        <Confirm
          title={words.segments.removeTitle(leaving.name)}
          hint={words.segments.removeHint}
          label={words.segments.remove}
          close={common.common.close}
          onClose={() => setLeaving(null)}
          onDo={async () => {
            await api.remove(leaving.id)
            await refresh()
          }}
        />
      )}
    </Page>
  )
}

interface LineProps {
  api: SegmentsApi
  workspace: string
  segment: Segment
  writes: boolean
  onChange: () => void
  onRemove: () => void
}

function Line({ api, workspace, segment, writes, onChange, onRemove }: LineProps) {
  const words = useContactsWords()
  const ruleWords = useRuleWords()
  const known = useKnown(workspace)
  const sample = useQuery({ queryKey: ['contacts', workspace, 'segment', segment.id, segment.version], queryFn: () => api.sample(segment.id), staleTime: 10_000 })
  const rule = useMemo(() => readRule(segment.rule), [segment.rule])
  const total = sample.data?.total
  return (
    <tr data-testid="segment">
      <th scope="row">
        <Link to="/contacts" search={{ segment: segment.id }} className={css.name}>
          {segment.name}
        </Link>
      </th>
      <td className={css.words}>{rule ? ruleText(rule, known, ruleWords) || words.segments.everybody : <code>{JSON.stringify(segment.rule)}</code>}</td>
      <td className={css.number} data-testid="segment-total">
        {total && words.count(total.count, total.exact)}
      </td>
      <td>
        {writes && (
          <div className={css.right}>
            <Button look="quiet" aria-label={`${words.segments.change}: ${segment.name}`} onClick={onChange}>
              {words.segments.change}
            </Button>
            <Button look="quiet" aria-label={`${words.segments.remove}: ${segment.name}`} onClick={onRemove}>
              {words.segments.remove}
            </Button>
          </div>
        )}
      </td>
    </tr>
  )
}
