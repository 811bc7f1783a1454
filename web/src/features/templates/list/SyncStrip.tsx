import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useAct } from '~/app/useAct'
import { useDates } from '~/i18n/dates'
import { Button } from '~/ui'
import type { TemplatesApi, TemplateSource } from '../api'
import { useTemplateWords } from '../words'
import css from './Templates.module.css'

interface SyncStripProps {
  api: TemplatesApi
  workspace: string
  sources: readonly TemplateSource[]
  writes: boolean
}

/** How old the list is, by account, and a button that asks WhatsApp now. */
export function SyncStrip({ api, workspace, sources, writes }: SyncStripProps) {
  const words = useTemplateWords()
  const dates = useDates()
  const queries = useQueryClient()
  const { busy, failure, act } = useAct()
  const sync = () =>
    act(async () => {
      await api.sync()
      await queries.invalidateQueries({ queryKey: ['templates', workspace] })
    })
  return (
    <div className={css.sync}>
      <div role="status" data-testid="sync-state">
        <ul>
          {sources.map(({ connection, name, syncedAt, problem }) => (
            <li key={connection} data-problem={problem !== null || undefined}>
              {problem !== null && <IconAlertTriangle size={16} aria-hidden />}
              {problem !== null ? words.notSynced(name, problem) : syncedAt ? words.synced(name, dates.stamp(syncedAt)) : words.unsynced(name)}
            </li>
          ))}
          {failure && <li data-problem="">{failure.message}</li>}
        </ul>
      </div>
      {writes && (
        <Button disabled={busy} data-testid="sync" onClick={() => void sync()}>
          <IconRefresh size={16} aria-hidden /> {busy ? words.syncing : words.sync}
        </Button>
      )}
    </div>
  )
}
