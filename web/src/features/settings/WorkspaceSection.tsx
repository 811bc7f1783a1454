import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask, call } from '~/api/client'
import { useWorkspace } from '~/app/session'
import { useAct } from '~/app/useAct'
import { useWords } from '~/i18n'
import { isAtLeast } from '~/model/access'
import { Button, Field, TextInput } from '~/ui'
import { Flaw, Form, Notice, Row, Section } from '~/ui/page'
import { Clock } from './Clock'
import { useSettingsWords } from './words'

/** What the workspace is called, its clock, and where its numbers are from. */
export function WorkspaceSection() {
  const { id, name } = useWorkspace()
  const settings = useQuery({ queryKey: ['contact-settings', id], queryFn: () => ask(api.GET('/api/v1/workspaces/{ws}/contacts/settings', { params: { path: { ws: id } } })) })
  return (
    <>
      <Naming key={name} />
      <Clock />
      {settings.isError && <Notice tone="danger">{settings.error.message}</Notice>}
      {settings.data && <Region region={settings.data.defaultRegion ?? ''} />}
    </>
  )
}

function Naming() {
  const words = useSettingsWords()
  const common = useWords()
  const queries = useQueryClient()
  const workspace = useWorkspace()
  const [name, setName] = useState(workspace.name)
  const { busy, failure, act } = useAct()
  const writes = isAtLeast(workspace.role, 'admin')
  const save = () =>
    act(async () => {
      await ask(api.PATCH('/api/v1/workspaces/{ws}', { params: { path: { ws: workspace.id } }, body: { name: name.trim() } }))
      await queries.invalidateQueries({ queryKey: ['session'] })
    })
  const flaw = failure?.fields.name
  return (
    <Section title={common.nav.sections.workspace ?? ''}>
      <Form onSend={() => void save()}>
        {failure && !flaw && <Notice tone="danger">{failure.message}</Notice>}
        <Field label={words.workspace.name} hint={flaw ? <Flaw>{flaw}</Flaw> : words.workspace.nameHint}>
          {(ids) => <TextInput {...ids} data-testid="workspace-name" value={name} readOnly={!writes} maxLength={100} onChange={(event) => setName(event.target.value)} />}
        </Field>
        <Field label={words.workspace.id} hint={words.workspace.idHint}>
          {(ids) => <TextInput {...ids} value={workspace.id} readOnly />}
        </Field>
        {writes && (
          <Row>
            <Button type="submit" look="primary" disabled={busy || name.trim() === '' || name.trim() === workspace.name}>
              {common.common.save}
            </Button>
          </Row>
        )}
      </Form>
    </Section>
  )
}

function Region({ region: before }: { region: string }) {
  const words = useSettingsWords()
  const common = useWords()
  const { id, role } = useWorkspace()
  const queries = useQueryClient()
  const [region, setRegion] = useState(before)
  const { busy, failure, act } = useAct()
  const writes = isAtLeast(role, 'admin')
  const wanted = region.trim().toUpperCase()
  const save = () =>
    act(async () => {
      await call('PUT', `/api/v1/workspaces/${id}/contacts/settings`, { defaultRegion: wanted || null })
      await queries.invalidateQueries({ queryKey: ['contact-settings', id] })
    })
  return (
    <Section title={words.workspace.numbers}>
      <Form onSend={() => void save()}>
        <Field label={words.workspace.region} hint={failure ? <Flaw>{failure.message}</Flaw> : words.workspace.regionHint}>
          {(ids) => <TextInput {...ids} value={region} readOnly={!writes} maxLength={2} onChange={(event) => setRegion(event.target.value)} />}
        </Field>
        {writes && (
          <Row>
            <Button type="submit" look="primary" disabled={busy || wanted === before}>
              {common.common.save}
            </Button>
          </Row>
        )}
      </Form>
    </Section>
  )
}
