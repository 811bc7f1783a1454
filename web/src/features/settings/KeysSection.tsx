import { IconPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '~/api/client'
import { useWorkspace } from '~/app/session'
import { useAct } from '~/app/useAct'
import { useWords } from '~/i18n'
import { useDates } from '~/i18n/dates'
import { Button, Dialog, Field, TextInput } from '~/ui'
import { Chip, CopyLine, Flaw, Form, Notice, Section, Table } from '~/ui/page'
import { Confirm } from '~/app/Confirm'
import css from './Settings.module.css'
import { useAdding } from './useAdding'
import { useSettingsWords } from './words'

/** The keys of programs. */
export function KeysSection() {
  const words = useSettingsWords()
  const common = useWords()
  const dates = useDates()
  const queries = useQueryClient()
  const { id: ws } = useWorkspace()
  const keys = useQuery({ queryKey: ['api-keys', ws], queryFn: () => ask(api.GET('/api/v1/workspaces/{ws}/api-keys', { params: { path: { ws } } })) })
  const [making, setMaking] = useAdding()
  const [ending, setEnding] = useState<{ id: string; name: string } | null>(null)
  const refresh = () => queries.invalidateQueries({ queryKey: ['api-keys', ws] })
  return (
    <>
      {keys.isError && <Notice tone="danger">{keys.error.message}</Notice>}
      <Section
        title={common.nav.sections['api-keys'] ?? ''}
        hint={words.keys.hint}
        tools={
          <Button look="primary" data-testid="new-key" disabled={!keys.data} onClick={() => setMaking(true)}>
            <IconPlus size={16} aria-hidden /> {words.keys.new}
          </Button>
        }
      >
        {keys.data?.items.length === 0 && <p className={css.none}>{words.keys.none}</p>}
        {keys.data && keys.data.items.length > 0 && (
          <Table label={common.nav.sections['api-keys'] ?? ''} head={[words.keys.name, words.keys.scopes, words.keys.used, words.keys.ends, '']}>
            {keys.data.items.map((key) => (
              <tr key={key.id}>
                <th scope="row">
                  {key.name}
                  <small className={css.mono}>…{key.last4}</small>
                </th>
                <td>
                  <span className={css.chips}>
                    {key.scopes.map((scope) => (
                      <Chip key={scope}>{scope}</Chip>
                    ))}
                  </span>
                </td>
                <td className={css.time}>{key.lastUsedAt ? dates.stamp(key.lastUsedAt) : words.keys.unused}</td>
                <td className={css.time}>{key.expiresAt ? dates.date(key.expiresAt) : words.keys.never}</td>
                <td>
                  <div className={css.right}>
                    <Button look="quiet" onClick={() => setEnding(key)}>
                      {words.keys.revoke}
                    </Button>
                  </div>
                </td>
              </tr>
            ))}
          </Table>
        )}
      </Section>
      {making && keys.data && <KeyDialog ws={ws} scopes={keys.data.scopes} onClose={() => setMaking(false)} onMade={() => void refresh()} />}
      {ending && (
        <Confirm
          title={words.keys.revokeTitle(ending.name)}
          hint={words.keys.revokeHint}
          label={words.keys.revoke}
          close={common.common.close}
          onClose={() => setEnding(null)}
          onDo={async () => {
            await ask(api.DELETE('/api/v1/workspaces/{ws}/api-keys/{key}', { params: { path: { ws, key: ending.id } } }))
            await refresh()
          }}
        />
      )}
    </>
  )
}

function KeyDialog({ ws, scopes, onClose, onMade }: { ws: string; scopes: readonly string[]; onClose: () => void; onMade: () => void }) {
  const words = useSettingsWords()
  const common = useWords()
  const [name, setName] = useState('')
  const [ends, setEnds] = useState('')
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [key, setKey] = useState<string | null>(null)
  const { busy, failure, act } = useAct()
  const send = () =>
    act(async () => {
      const expiresAt = ends ? new Date(`${ends}T23:59:59`).toISOString() : null
      const made = await ask(api.POST('/api/v1/workspaces/{ws}/api-keys', { params: { path: { ws } }, body: { name: name.trim(), scopes: [...chosen], expiresAt, perMinute: null } }))
      setKey(made.key)
      onMade()
    })
  const ready = name.trim() !== '' && chosen.length > 0
  return (
    <Dialog
      title={words.keys.new}
      closeLabel={common.common.close}
      width={600}
      onClose={onClose}
      actions={
        key === null ? (
          <Button look="primary" data-testid="create-key" disabled={busy || !ready} onClick={() => void send()}>
            {words.keys.create}
          </Button>
        ) : (
          <Button look="primary" onClick={onClose}>
            {common.common.close}
          </Button>
        )
      }
    >
      {key !== null && (
        <>
          <Notice tone="good">{words.keys.made}</Notice>
          <CopyLine value={key} label={words.keys.copyKey} done={common.common.copied} testId="key" />
        </>
      )}
      {key === null && (
        <Form onSend={() => ready && void send()}>
          {failure && Object.keys(failure.fields).length === 0 && <Notice tone="danger">{failure.message}</Notice>}
          <Field label={words.keys.name} hint={failure?.fields.name && <Flaw>{failure.fields.name}</Flaw>}>
            {(ids) => <TextInput {...ids} data-testid="key-name" value={name} autoFocus maxLength={100} onChange={(event) => setName(event.target.value)} />}
          </Field>
          <fieldset className={css.scopes}>
            <legend>{words.keys.scopes}</legend>
            {scopes.map((scope) => (
              <label key={scope}>
                <input type="checkbox" checked={chosen.includes(scope)} onChange={(event) => setChosen(event.target.checked ? [...chosen, scope] : chosen.filter((each) => each !== scope))} />
                {scope}
              </label>
            ))}
          </fieldset>
          <Field label={words.keys.expires} hint={failure?.fields.expiresAt && <Flaw>{failure.fields.expiresAt}</Flaw>}>
            {(ids) => <TextInput {...ids} type="date" value={ends} onChange={(event) => setEnds(event.target.value)} />}
          </Field>
        </Form>
      )}
    </Dialog>
  )
}
