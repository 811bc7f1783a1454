import { IconArrowLeft } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useWorkspace } from '~/app/session'
import { useAct } from '~/app/useAct'
import { useTitle } from '~/app/useTitle'
import { type Language, useLanguage } from '~/i18n'
import { Blank, Button, Skeleton } from '~/ui'
import { backLook, linkLook, Notice, Page, Row, Space } from '~/ui/page'
import { TemplatesApi, type TemplateSource, useTemplates } from '../api'
import { Starters } from '../list/Starters'
import { flawsOf } from '../model/checks'
import { empty, isNamed, type TemplateForm, toComponents } from '../model/form'
import { templateLanguages } from '../model/languages'
import { readTemplate } from '../model/read'
import { starters } from '../model/starters'
import { useTemplateWords } from '../words'
import { EditorForm } from './Form'
import { useKept } from './useKept'
import { WhatPart } from './WhatPart'

const route = getRouteApi('/templates/new')

/** A new template: from a starter, from one in another language, or from nothing. */
export function NewTemplatePage() {
  const words = useTemplateWords()
  const language = useLanguage()
  const { id: workspace } = useWorkspace()
  const api = useMemo(() => new TemplatesApi(workspace), [workspace])
  const { from } = route.useSearch()
  const list = useTemplates(api, workspace, {})
  useTitle(words.newTitle)
  const other = useQuery({ queryKey: ['templates', workspace, from], queryFn: () => api.find(from ?? ''), enabled: from !== undefined && from !== 'blank' && !from.startsWith('starter.') })
  const back = (
    <Link to="/templates" aria-label={words.back} className={backLook}>
      <IconArrowLeft size={18} aria-hidden />
    </Link>
  )
  const start = useMemo((): { form: TemplateForm; taken: string[] } | null => {
    if (from === 'blank') return { form: { ...empty, language: first[language] }, taken: [] }
    if (from?.startsWith('starter.')) return { form: starters[language]().find(({ id }) => `starter.${id}` === from)?.form ?? empty, taken: [] }
    if (!other.data || !list.data) return null
    const taken = list.data.items.filter(({ name }) => name === other.data.name).map((each) => each.language)
    const free = [first.en, first.es, 'pt_BR', ...templateLanguages].find((code) => !taken.includes(code)) ?? other.data.language
    return { form: { ...(readTemplate(other.data) ?? { ...empty, name: other.data.name }), language: free, header: { ...(readTemplate(other.data) ?? empty).header, handle: '' } }, taken }
  }, [from, language, other.data, list.data])

  if (list.data && list.data.sources.length === 0)
    return (
      <Page title={words.newTitle} before={back}>
        <Blank title={words.noAccount}>
          <Link to="/settings/{-$section}" params={{ section: 'channels' }} className={linkLook}>
            {words.connect}
          </Link>
        </Blank>
      </Page>
    )
  if (from === undefined)
    return (
      <Page title={words.newTitle} before={back}>
        <Starters />
      </Page>
    )
  if (!start || !list.data)
    return (
      <Page title={words.newTitle} before={back}>
        {other.isError ? <Blank alert title={words.gone} hint={words.goneHint} /> : <Skeleton width="100%" height={240} />}
      </Page>
    )
  return <Fresh key={from} api={api} workspace={workspace} kept={from} start={start.form} taken={start.taken} sources={list.data.sources} />
}

const first: Record<Language, string> = { en: 'en_US', es: 'es_AR' }

interface FreshProps {
  api: TemplatesApi
  workspace: string
  kept: string
  start: TemplateForm
  taken: readonly string[]
  sources: readonly TemplateSource[]
}

function Fresh({ api, workspace, kept, start, taken, sources }: FreshProps) {
  const words = useTemplateWords()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { form, put, before, startOver, forget } = useKept(`template ${workspace} ${kept}`, start)
  const [tried, setTried] = useState(false)
  const [connection, setConnection] = useState(sources[0]?.connection ?? '')
  const { busy, failure, act } = useAct()
  const chosen = sources.length > 1 ? connection : null
  const send = async () => {
    setTried(true)
    if (flawsOf(form).length > 0) return
    await act(async () => {
      const parameterFormat = form.category === 'AUTHENTICATION' ? null : isNamed(form) ? 'NAMED' : 'POSITIONAL'
      const made = await api.create({ name: form.name, language: form.language, category: form.category, components: toComponents(form), parameterFormat, connection: chosen })
      forget()
      void queries.invalidateQueries({ queryKey: ['templates', workspace] })
      await navigate({ to: '/templates/$template', params: { template: made.id }, replace: true })
    })
  }
  const flaws = flawsOf(form)
  return (
    <Page
      title={form.name || words.newTitle}
      before={
        <Link to="/templates" aria-label={words.back} className={backLook}>
          <IconArrowLeft size={18} aria-hidden />
        </Link>
      }
      tools={
        <>
          <Space />
          <Button look="primary" data-testid="hand-in" disabled={busy} onClick={() => void send()}>
            {words.handIn}
          </Button>
        </>
      }
    >
      {before && (
        <Notice tone="info">
          <Row>
            {words.kept}
            <Button onClick={startOver}>{words.startOver}</Button>
          </Row>
        </Notice>
      )}
      {failure && (
        <Notice tone="danger" data-testid="refused">
          {failure.message}
        </Notice>
      )}
      {tried && flaws.length > 0 && <Notice tone="warn">{words.flawCount(flaws.length)}</Notice>}
      <EditorForm
        api={api}
        form={form}
        put={put}
        locked={busy}
        tried={tried}
        connection={chosen}
        what={(part) => (
          <WhatPart
            {...part}
            there={false}
            fixedName={taken.length > 0}
            fixedCategory={taken.length > 0}
            taken={taken}
            connections={sources.map(({ connection: value, name }) => ({ value, label: name }))}
            connection={connection}
            onConnection={setConnection}
          />
        )}
      />
    </Page>
  )
}
