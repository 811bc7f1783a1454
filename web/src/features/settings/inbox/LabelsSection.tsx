import { useState } from 'react'
import { useInbox, useInboxStore } from '~/app/InboxProvider'
import { useWorkspace } from '~/app/session'
import { useWords } from '~/i18n'
import { isAtLeast } from '~/model/access'
import { Button } from '~/ui'
import { Section, Table } from '~/ui/page'
import { Confirm } from '~/app/Confirm'
import css from '../Settings.module.css'
import { RenameLabel } from './RenameLabel'
import { useInboxSettingsWords } from './words'

/** The labels that conversations have, with how many. */
export function LabelsSection() {
  const common = useWords()
  const { labels: words } = useInboxSettingsWords()
  const { role } = useWorkspace()
  const store = useInboxStore()
  const counts = useInbox((state) => state.counts, null)
  const [renaming, setRenaming] = useState<string | null>(null)
  const [leaving, setLeaving] = useState<string | null>(null)
  const writes = isAtLeast(role, 'agent')
  const all = Object.entries(counts?.labels ?? {}).sort(([a], [b]) => a.localeCompare(b))
  const count = (label: string) => counts?.labels[label] ?? 0
  return (
    <>
      <Section title={words.title} hint={words.hint}>
        {counts && all.length === 0 && <p className={css.none}>{words.none}</p>}
        {all.length > 0 && (
          <Table label={words.title} head={[words.name, words.open, words.all, '']}>
            {all.map(([label, total]) => (
              <tr key={label} data-testid="label">
                <th scope="row">{label}</th>
                <td>{(counts?.open.labels[label] ?? 0).toLocaleString()}</td>
                <td>{total.toLocaleString()}</td>
                <td>
                  {writes && (
                    <div className={css.right}>
                      <Button look="quiet" aria-label={words.renameTitle(label)} onClick={() => setRenaming(label)}>
                        {words.rename}
                      </Button>
                      <Button look="quiet" aria-label={words.removeTitle(label)} onClick={() => setLeaving(label)}>
                        {words.remove}
                      </Button>
                    </div>
                  )}
                </td>
              </tr>
            ))}
          </Table>
        )}
      </Section>
      {renaming && <RenameLabel label={renaming} count={count(renaming)} onClose={() => setRenaming(null)} />}
      {leaving && (
        <Confirm
          title={words.removeTitle(leaving)}
          hint={words.removeHint(count(leaving))}
          label={words.remove}
          close={common.common.close}
          onClose={() => setLeaving(null)}
          onDo={async () => store?.deeds.relabel(leaving, null, () => {})}
        />
      )}
    </>
  )
}
