import { IconPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '~/api/client'
import type { components } from '~/api/schema'
import { Confirm } from '~/app/Confirm'
import { useWorkspace } from '~/app/session'
import { useWords } from '~/i18n'
import { isAtLeast } from '~/model/access'
import { Button } from '~/ui'
import { Chip, Notice, Section, Table } from '~/ui/page'
import css from '../Settings.module.css'
import { useAdding } from '../useAdding'
import { useSettingsWords } from '../words'
import { FieldDialog } from './FieldDialog'
import { TagList } from './TagList'

type FieldView = components['schemas']['FieldView']

/** What the workspace knows of its contacts besides name and number: custom fields, and tags. */
export function FieldsSection() {
  const words = useSettingsWords()
  const common = useWords()
  const queries = useQueryClient()
  const { id: ws, role } = useWorkspace()
  const writes = isAtLeast(role, 'agent')
  const fields = useQuery({ queryKey: ['fields', ws], queryFn: () => ask(api.GET('/api/v1/workspaces/{ws}/fields', { params: { path: { ws } } })) })
  const [adding, setAdding] = useAdding()
  const [changing, setChanging] = useState<FieldView | null>(null)
  const [leaving, setLeaving] = useState<FieldView | null>(null)
  const refresh = () => queries.invalidateQueries({ queryKey: ['fields', ws] })
  return (
    <>
      {fields.isError && <Notice tone="danger">{fields.error.message}</Notice>}
      <Section
        title={words.fields.title}
        hint={words.fields.hint}
        tools={
          writes && (
            <Button look="primary" data-testid="new-field" onClick={() => setAdding(true)}>
              <IconPlus size={16} aria-hidden /> {words.fields.new}
            </Button>
          )
        }
      >
        {fields.data?.items.length === 0 && <p className={css.none}>{words.fields.none}</p>}
        {fields.data && fields.data.items.length > 0 && (
          <Table label={words.fields.title} head={[words.fields.name, words.fields.type, words.fields.choices, '']}>
            {fields.data.items.map((field) => (
              <tr key={field.key} data-testid="field">
                <th scope="row">
                  {field.title}
                  <small className={css.mono}>{field.key}</small>
                </th>
                <td>{words.fields.types[field.type] ?? field.type}</td>
                <td>
                  <span className={css.chips}>
                    {field.choices.map((choice) => (
                      <Chip key={choice}>{choice}</Chip>
                    ))}
                  </span>
                </td>
                <td>
                  {writes && (
                    <div className={css.right}>
                      <Button look="quiet" aria-label={`${common.common.edit}: ${field.title}`} onClick={() => setChanging(field)}>
                        {common.common.edit}
                      </Button>
                      <Button look="quiet" aria-label={`${common.common.remove}: ${field.title}`} onClick={() => setLeaving(field)}>
                        {common.common.remove}
                      </Button>
                    </div>
                  )}
                </td>
              </tr>
            ))}
          </Table>
        )}
      </Section>
      <TagList ws={ws} writes={writes} />
      {writes && adding && <FieldDialog ws={ws} known={fields.data?.items ?? []} onClose={() => setAdding(false)} onSaved={() => void refresh()} />}
      {changing && <FieldDialog ws={ws} field={changing} known={[]} onClose={() => setChanging(null)} onSaved={() => void refresh()} />}
      {leaving && (
        <Confirm
          title={words.fields.removeTitle(leaving.title)}
          hint={words.fields.removeHint}
          label={common.common.remove}
          close={common.common.close}
          onClose={() => setLeaving(null)}
          onDo={async () => {
            await ask(api.DELETE('/api/v1/workspaces/{ws}/fields/{key}', { params: { path: { ws, key: leaving.key } } }))
            await refresh()
          }}
        />
      )}
    </>
  )
}
