import { IconArrowLeft, IconDots, IconLanguage, IconTemplateOff, IconTrash } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useWorkspace } from '~/app/session'
import { useAct } from '~/app/useAct'
import { useTitle } from '~/app/useTitle'
import { useDates } from '~/i18n/dates'
import { isAtLeast } from '~/model/access'
import { Blank, Button, IconButton, Menu, type MenuEntry, Skeleton } from '~/ui'
import { backLook, Chip, Fact, Facts, Notice, Page, Row, Section, Space } from '~/ui/page'
import { TemplatesApi } from '../api'
import { Quality } from '../list/TemplateTable'
import { flawsOf } from '../model/checks'
import { empty, type Template, toComponents } from '../model/form'
import { readTemplate } from '../model/read'
import { isEditable, isPending, toneOf } from '../model/status'
import { UseLink } from '../UseLink'
import { useTemplateWords } from '../words'
import { statusText } from '../words/statusText'
import css from './Editor.module.css'
import { EditorForm } from './Form'
import { Foreign } from './Foreign'
import { RemoveDialog } from './RemoveDialog'
import { useKept } from './useKept'
import { WhatPart } from './WhatPart'

const route = getRouteApi('/templates/$template')

/** One language of a template: what has become of it, and the form to change it. */
export function TemplatePage() {
  const { template: id } = route.useParams()
  const words = useTemplateWords()
  const { id: workspace } = useWorkspace()
  const api = useMemo(() => new TemplatesApi(workspace), [workspace])
  const found = useQuery({
    queryKey: ['templates', workspace, id],
    queryFn: () => api.find(id),
    refetchInterval: (query) => (query.state.data && isPending(query.state.data) ? 2_000 : 30_000),
  })
  useTitle(found.data?.name ?? words.title)
  if (found.data) return <Known key={`${id} ${JSON.stringify(found.data.components)}`} api={api} workspace={workspace} template={found.data} />
  return (
    <Page
      title={words.title}
      before={
        <Link to="/templates" aria-label={words.back} className={backLook}>
          <IconArrowLeft size={18} aria-hidden />
        </Link>
      }
    >
      {found.isError ? <Blank alert icon={<IconTemplateOff size={28} />} title={words.gone} hint={words.goneHint} /> : <Skeleton width="100%" height={240} />}
    </Page>
  )
}

interface KnownProps {
  api: TemplatesApi
  workspace: string
  template: Template
}

function Known({ api, workspace, template }: KnownProps) {
  const words = useTemplateWords()
  const dates = useDates()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { role } = useWorkspace()
  const read = useMemo(() => readTemplate(template), [template])
  const { form, put, changed, before, startOver, forget } = useKept(`template ${workspace} ${template.id}`, read ?? empty)
  const [tried, setTried] = useState(false)
  const [removing, setRemoving] = useState(false)
  const { busy, failure, act } = useAct()
  const uses = useQuery({ queryKey: ['templates', workspace, template.id, 'uses'], queryFn: () => api.uses(template.id) })
  const writes = isAtLeast(role, 'admin')
  const locked = busy || !writes || !isEditable(template)
  const flaws = flawsOf(form)
  const send = async () => {
    setTried(true)
    if (flaws.length > 0) return
    await act(async () => {
      const now = await api.edit(template.id, { components: toComponents(form), category: form.category === template.category ? null : form.category })
      forget()
      queries.setQueryData(['templates', workspace, template.id], now)
      await queries.invalidateQueries({ queryKey: ['templates', workspace, 'list'] })
    })
  }
  const entries: MenuEntry[] = [
    { type: 'item', label: words.addLanguage, icon: <IconLanguage size={16} aria-hidden />, onSelect: () => void navigate({ to: '/templates/new', search: { from: template.id } }) },
    { type: 'item', label: words.delete, icon: <IconTrash size={16} aria-hidden />, onSelect: () => setRemoving(true) },
  ]
  return (
    <Page
      title={template.name}
      before={
        <Link to="/templates" aria-label={words.back} className={backLook}>
          <IconArrowLeft size={18} aria-hidden />
        </Link>
      }
      tools={
        <>
          <span role="status" data-testid="template-state" data-status={template.status}>
            <Chip tone={toneOf(template.status)}>{words.statuses[template.status] ?? template.status}</Chip>
          </span>
          <Space />
          {writes && read && isEditable(template) && (
            <Button look="primary" data-testid="hand-in" disabled={busy || !changed} onClick={() => void send()}>
              {words.handInAgain}
            </Button>
          )}
          {writes && (
            <Menu
              side="bottom-end"
              entries={entries}
              target={
                <IconButton label={words.more} tipSide="bottom-end" data-testid="template-more">
                  <IconDots size={18} aria-hidden />
                </IconButton>
              }
            />
          )}
        </>
      }
    >
      <State template={template} editable={read !== null} />
      {before && !locked && (
        <Notice tone="info">
          <Row>
            {words.kept}
            <Button onClick={startOver}>{words.startOver}</Button>
          </Row>
        </Notice>
      )}
      {failure && <Notice tone="danger">{failure.message}</Notice>}
      {read === null ? (
        <Foreign template={template} />
      ) : (
        <EditorForm
          api={api}
          form={form}
          put={put}
          locked={locked}
          tried={tried}
          connection={template.connection}
          what={(part) => <WhatPart {...part} there fixedCategory={template.status === 'APPROVED'} connections={[]} connection="" onConnection={() => {}} />}
        />
      )}
      <Section title={words.usedBy}>
        <Facts>
          <Fact label={words.usedBy}>
            {uses.data?.items.length === 0 && words.notUsed}
            <ul className={css.uses}>
              {uses.data?.items.map((use) => (
                <li key={`${use.kind} ${use.id}`}>
                  <UseLink use={use} /> <small>{words.kinds[use.kind]}</small>
                </li>
              ))}
            </ul>
          </Fact>
          <Fact label={words.quality}>
            <Quality quality={template.quality} />
          </Fact>
          <Fact label={words.status}>{statusText(template, words, dates)}</Fact>
        </Facts>
      </Section>
      {removing && (
        <RemoveDialog
          api={api}
          template={template}
          uses={uses.data?.items ?? []}
          onClose={() => setRemoving(false)}
          onRemoved={() => {
            forget()
            void queries.invalidateQueries({ queryKey: ['templates', workspace, 'list'] })
            void navigate({ to: '/templates' })
          }}
        />
      )}
    </Page>
  )
}

/** What WhatsApp says of it, and what to do about that. */
function State({ template, editable }: { template: Template; editable: boolean }) {
  const words = useTemplateWords()
  const dates = useDates()
  const { status, reason, comingCategory } = template
  const hint = status === 'REJECTED' ? words.advice[reason ?? ''] : words.stateHints[status]
  const tone = toneOf(status)
  return (
    <>
      {status !== 'APPROVED' && (
        <Notice tone={tone === 'plain' ? 'info' : tone}>
          <b>{statusText(template, words, dates)}</b>
          {hint && <span>{hint}</span>}
        </Notice>
      )}
      {status === 'APPROVED' && editable && <Notice tone="info">{words.stateHints.APPROVED}</Notice>}
      {comingCategory && <Notice tone="warn">{words.coming(words.categories[comingCategory] ?? comingCategory)}</Notice>}
    </>
  )
}
