import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useAct } from '~/app/useAct'
import { useWords } from '~/i18n'
import { useDates } from '~/i18n/dates'
import { useNow } from '~/ui'
import { Button } from '~/ui'
import { Chip, Notice, Section } from '~/ui/page'
import type { ContactsApi } from '../api'
import { useContactsWords } from '../words'
import css from './Profile.module.css'

interface MergeListProps {
  api: ContactsApi
  workspace: string
  contact: number
  writes: boolean
}

/** What was merged into this contact, and the way back. Nothing when nothing was. */
export function MergeList({ api, workspace, contact, writes }: MergeListProps) {
  const words = useContactsWords()
  const common = useWords()
  const dates = useDates()
  const queries = useQueryClient()
  const now = useNow(60_000)
  const { busy, failure, act } = useAct()
  const { data } = useQuery({ queryKey: ['contacts', workspace, contact, 'merges'], queryFn: () => api.merges(contact) })
  if (!data || data.items.length === 0) return null
  const undo = (merge: number) =>
    act(async () => {
      await api.undoMerge(merge)
      await queries.invalidateQueries({ queryKey: ['contacts', workspace] })
    })
  return (
    <Section title={words.merge.merged}>
      {failure && <Notice tone="danger">{failure.message}</Notice>}
      <ul className={css.list}>
        {data.items.map((merge) => (
          <li key={merge.id}>
            <p>{words.merge.of(merge.mergedId, dates.date(merge.at), merge.actorName)}</p>
            {merge.undoneAt ? (
              <Chip>{words.merge.undone}</Chip>
            ) : writes && Date.parse(merge.undoableUntil) > now ? (
              <Button disabled={busy} data-testid="undo-merge" onClick={() => void undo(merge.id)}>
                {common.common.undo}
              </Button>
            ) : (
              <span />
            )}
            {!merge.undoneAt && <small>{words.merge.until(dates.date(merge.undoableUntil))}</small>}
          </li>
        ))}
      </ul>
    </Section>
  )
}
