import { IconArrowLeft, IconArrowsJoin2, IconDots, IconTrash, IconUserQuestion } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useWorkspace } from '~/app/session'
import { useAct } from '~/app/useAct'
import { useTitle } from '~/app/useTitle'
import { isAtLeast } from '~/model/access'
import { phoneText } from '~/model/phoneText'
import { Avatar, Blank, Button, IconButton, Menu } from '~/ui'
import { backLook, Fact, Facts, Notice, Page, Section, Space } from '~/ui/page'
import { type ContactDetail, ContactsApi } from '../api'
import { type Contact, titleOf } from '../model'
import { useContactsWords } from '../words'
import { Consent } from './Consent'
import { Details } from './Details'
import { EraseDialog } from './EraseDialog'
import { ChangeList, NoteSection, TalkList } from './History'
import { MergeDialog } from './MergeDialog'
import { MergeList } from './MergeList'
import css from './Profile.module.css'
import { TagEditor } from './TagEditor'

const route = getRouteApi('/contacts/$contact')

/** One person: who they are, what they agreed to, and what happened with them. */
export function ContactPage() {
  const { contact } = route.useParams()
  return <Profile key={contact} id={Number(contact)} />
}

function Profile({ id }: { id: number }) {
  const words = useContactsWords()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { id: workspace, role } = useWorkspace()
  const api = useMemo(() => new ContactsApi(workspace), [workspace])
  const [dialog, setDialog] = useState<'merge' | 'erase' | null>(null)
  const { failure, act } = useAct()
  const key = ['contacts', workspace, id]
  const found = useQuery({ queryKey: key, queryFn: () => api.find(id), enabled: Number.isSafeInteger(id) })
  const contact = found.data?.contact
  const title = contact ? titleOf(contact, words.unknown) : words.title
  useTitle(title)
  const writes = isAtLeast(role, 'agent')
  const refresh = () => queries.invalidateQueries({ queryKey: ['contacts', workspace] })
  const back = (
    <Link to="/contacts" aria-label={words.profile.back} className={backLook}>
      <IconArrowLeft size={18} aria-hidden />
    </Link>
  )

  if (found.isError || !Number.isSafeInteger(id))
    return (
      <Page title={words.title} before={back}>
        <Blank alert icon={<IconUserQuestion size={28} />} title={words.profile.gone} hint={words.profile.goneHint} />
      </Page>
    )
  if (!contact) return <Page title={words.title} before={back} children={null} />
  /** The next change, which may come before the contact is read again, needs the version of this one. */
  const changed = (now: Contact) => {
    queries.setQueryData<ContactDetail>(key, (before) => before && { ...before, contact: now })
    return refresh()
  }
  const change = (what: object) => act(async () => changed(await api.change(contact, what)))

  return (
    <Page
      title={title}
      before={
        <>
          {back}
          <Avatar name={title} size={32} />
        </>
      }
      tools={
        <>
          {contact.phone && title !== phoneText(contact.phone) && <span className={css.number}>{phoneText(contact.phone)}</span>}
          <Space />
          {writes && (
            <Menu
              side="bottom-end"
              width={260}
              target={
                <IconButton label={words.profile.more} tipSide="bottom-end" data-testid="contact-more">
                  <IconDots size={18} aria-hidden />
                </IconButton>
              }
              entries={[
                { type: 'item', label: words.profile.merge, icon: <IconArrowsJoin2 size={16} aria-hidden />, onSelect: () => setDialog('merge') },
                ...(isAtLeast(role, 'admin') ? [{ type: 'item' as const, label: words.profile.erase, icon: <IconTrash size={16} aria-hidden />, onSelect: () => setDialog('erase') }] : []),
              ]}
            />
          )}
        </>
      }
    >
      {failure && (
        <Notice tone="danger">
          {failure.status === 412 ? words.profile.outdated : failure.message}
          {failure.status === 412 && <Button onClick={() => void refresh()}>{words.profile.reload}</Button>}
        </Notice>
      )}
      <div className={css.columns}>
        <div className={css.column}>
          <Details api={api} workspace={workspace} contact={contact} writes={writes} onSaved={(now) => void changed(now)} onReload={() => void refresh()} />
          <Section title={words.tags}>
            <TagEditor workspace={workspace} tags={contact.tags} writes={writes} onChange={(tags) => void change({ tags })} />
          </Section>
          <Section title={words.consent}>
            <Consent contact={contact} writes={writes} onChange={(what) => void change(what)} />
          </Section>
          <Section title={words.profile.known}>
            <Facts>
              {found.data?.identities.map(({ kind, value }) => (
                <Fact key={`${kind} ${value}`} label={kind === 'phone' ? words.profile.phone : kind === 'bsuid' ? words.profile.bsuid : kind}>
                  {kind === 'phone' ? phoneText(value) : value}
                </Fact>
              ))}
            </Facts>
          </Section>
          <MergeList api={api} workspace={workspace} contact={id} writes={writes} />
        </div>
        <div className={css.column}>
          <NoteSection api={api} workspace={workspace} contact={id} writes={writes} />
          <TalkList api={api} workspace={workspace} contact={id} />
          <ChangeList api={api} workspace={workspace} contact={id} />
        </div>
      </div>
      {dialog === 'merge' && <MergeDialog api={api} contact={contact} onClose={() => setDialog(null)} onMerged={() => void refresh()} />}
      {dialog === 'erase' && (
        <EraseDialog
          api={api}
          contact={contact}
          onClose={() => setDialog(null)}
          onErased={() => {
            queries.removeQueries({ queryKey: key })
            void refresh()
            void navigate({ to: '/contacts' })
          }}
        />
      )}
    </Page>
  )
}
