import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '~/api/client'
import { useWorkspace } from '~/app/session'
import { useAct } from '~/app/useAct'
import { useLanguage, useWords } from '~/i18n'
import { isAtLeast } from '~/model/access'
import { Button, Field, Select } from '~/ui'
import { Flaw, Form, Notice, Row, Section } from '~/ui/page'
import { useNow } from '~/ui/useNow'
import { useSettingsWords } from './words'
import { zones } from './zones'

/** The clock of the workspace. */
export function Clock() {
  const { id } = useWorkspace()
  const found = useQuery({ queryKey: ['workspace', id], queryFn: () => ask(api.GET('/api/v1/workspaces/{ws}', { params: { path: { ws: id } } })) })
  return (
    <>
      {found.isError && <Notice tone="danger">{found.error.message}</Notice>}
      {found.data && <Choice key={found.data.timeZone} before={found.data.timeZone} />}
    </>
  )
}

function Choice({ before }: { before: string }) {
  const words = useSettingsWords()
  const common = useWords()
  const language = useLanguage()
  const now = useNow(10_000)
  const { id, role } = useWorkspace()
  const queries = useQueryClient()
  const [zone, setZone] = useState(before)
  const { busy, failure, act } = useAct()
  const writes = isAtLeast(role, 'admin')
  const save = () =>
    act(async () => {
      await ask(api.PATCH('/api/v1/workspaces/{ws}', { params: { path: { ws: id } }, body: { timeZone: zone } }))
      await queries.invalidateQueries({ queryKey: ['workspace', id] })
    })
  const there = new Intl.DateTimeFormat(language, { timeZone: zone, hourCycle: 'h23', hour: '2-digit', minute: '2-digit' }).format(now)
  return (
    <Section title={words.workspace.clock}>
      <Form onSend={() => void save()}>
        <Field label={words.workspace.zone} hint={failure ? <Flaw>{failure.message}</Flaw> : words.workspace.zoneHint(there)}>
          {(ids) => <Select {...ids} data-testid="workspace-zone" value={zone} disabled={!writes} onChange={setZone} options={zones(before).map((each) => ({ value: each, label: each.replaceAll('_', ' ') }))} />}
        </Field>
        {writes && (
          <Row>
            <Button type="submit" look="primary" disabled={busy || zone === before}>
              {common.common.save}
            </Button>
          </Row>
        )}
      </Form>
    </Section>
  )
}
