import { IconX } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { ApiError, api, ask, call } from '~/api/client'
import type { components } from '~/api/schema'
import { Confirm } from '~/app/Confirm'
import { useAct } from '~/app/useAct'
import { useWords } from '~/i18n'
import { Button, TextInput } from '~/ui'
import { Notice, Section } from '~/ui/page'
import { useSettingsWords } from '../words'
import css from './Tags.module.css'

/** Every tag: it leads to who has it, and goes when it is taken off everybody. */
export function TagList({ ws, writes }: { ws: string; writes: boolean }) {
  const words = useSettingsWords()
  const common = useWords()
  const queries = useQueryClient()
  const path = { ws }
  const tags = useQuery({ queryKey: ['tags', ws], queryFn: () => ask(api.GET('/api/v1/workspaces/{ws}/tags', { params: { path } })) })
  const [typed, setTyped] = useState('')
  const [leaving, setLeaving] = useState<string | null>(null)
  const { busy, failure, act } = useAct()
  const refresh = () => Promise.all([queries.invalidateQueries({ queryKey: ['tags', ws] }), queries.invalidateQueries({ queryKey: ['contacts', ws] })])
  const add = async () => {
    const name = typed.trim()
    if (name === '') return
    const well = await act(async () => {
      await ask(api.PUT('/api/v1/workspaces/{ws}/tags/{name}', { params: { path: { ws, name } }, body: { color: null } }))
      await refresh()
    })
    if (well) setTyped('')
  }
  return (
    <Section title={words.tags.title} hint={words.tags.hint}>
      {(failure || tags.isError) && <Notice tone="danger">{(failure ?? tags.error)?.message}</Notice>}
      {tags.data?.items.length === 0 && <p className={css.none}>{words.tags.none}</p>}
      <ul className={css.tags}>
        {tags.data?.items.map(({ name }) => (
          <li key={name} data-testid="tag">
            <Link to="/contacts" search={{ where: [{ attribute: 'tag', op: 'has', value: name }] }}>
              {name}
            </Link>
            {writes && (
              <button type="button" aria-label={words.tags.remove(name)} onClick={() => setLeaving(name)}>
                <IconX size={14} aria-hidden />
              </button>
            )}
          </li>
        ))}
      </ul>
      {writes && (
        <form
          className={css.add}
          onSubmit={(event) => {
            event.preventDefault()
            void add()
          }}
        >
          <TextInput aria-label={words.tags.name} placeholder={words.tags.name} data-testid="new-tag" maxLength={60} value={typed} onChange={(event) => setTyped(event.target.value)} />
          <Button type="submit" disabled={busy || typed.trim() === ''}>
            {common.common.add}
          </Button>
        </form>
      )}
      {leaving !== null && (
        <Confirm
          title={words.tags.removeTitle(leaving)}
          hint={words.tags.removeHint}
          label={common.common.remove}
          close={common.common.close}
          onClose={() => setLeaving(null)}
          onDo={async () => {
            await removeTag(ws, leaving)
            await refresh()
          }}
        />
      )}
    </Section>
  )
}

/** Takes the tag off everybody who has it, as often as it takes, and then off the list. */
async function removeTag(ws: string, name: string) {
  for (;;) {
    try {
      await ask(api.DELETE('/api/v1/workspaces/{ws}/tags/{name}', { params: { path: { ws, name } } }))
      return
    } catch (error) {
      if (!(error instanceof ApiError) || error.kind !== 'tag-in-use') throw error
    }
    const filter = { attribute: 'tag', op: 'has', value: name }
    const { changed } = await call<components['schemas']['BulkOutcome']>('POST', `/api/v1/workspaces/${encodeURIComponent(ws)}/contacts/bulk`, { filter, untag: [name] })
    if (changed === 0) throw new ApiError(409, name)
  }
}
