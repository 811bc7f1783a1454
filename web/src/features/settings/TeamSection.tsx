import { IconUserPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '~/api/client'
import { useSession, useWorkspace } from '~/app/session'
import { useAct } from '~/app/useAct'
import { useWords } from '~/i18n'
import { useDates } from '~/i18n/dates'
import { isAtLeast, type Role, rolesUpTo } from '~/model/access'
import { Button, Select } from '~/ui'
import { Chip, Notice, Section, Table } from '~/ui/page'
import { Confirm } from '~/app/Confirm'
import { InviteDialog } from './InviteDialog'
import css from './Settings.module.css'
import { useAdding } from './useAdding'
import { useSettingsWords } from './words'

/** Who is in the workspace, as what, and who is invited. */
export function TeamSection() {
  const words = useSettingsWords()
  const common = useWords()
  const dates = useDates()
  const queries = useQueryClient()
  const { data: session } = useSession()
  const { id: ws, role } = useWorkspace()
  const path = { ws }
  const writes = isAtLeast(role, 'admin')
  const members = useQuery({ queryKey: ['users', ws], queryFn: () => ask(api.GET('/api/v1/workspaces/{ws}/users', { params: { path } })) })
  const invitations = useQuery({ queryKey: ['invitations', ws], queryFn: () => ask(api.GET('/api/v1/workspaces/{ws}/invitations', { params: { path } })), enabled: writes })
  const { busy, failure, act } = useAct()
  const [inviting, setInviting] = useAdding()
  const [leaving, setLeaving] = useState<{ id: string; name: string } | null>(null)
  const change = (user: string, body: { role: string | null; suspended: boolean | null }) =>
    act(async () => {
      await ask(api.PATCH('/api/v1/workspaces/{ws}/users/{user}', { params: { path: { ws, user } }, body }))
      await queries.invalidateQueries({ queryKey: ['users', ws] })
    })
  const roleName = (each: string) => words.roles[each] ?? each

  return (
    <>
      {(failure || members.isError) && <Notice tone="danger">{(failure ?? members.error)?.message}</Notice>}
      <Section
        title={words.team.members}
        tools={
          writes && (
            <Button look="primary" data-testid="invite" onClick={() => setInviting(true)}>
              <IconUserPlus size={16} aria-hidden /> {words.team.invite}
            </Button>
          )
        }
      >
        <Table label={words.team.members} head={[words.team.name, words.team.role, words.team.twoFactor, words.team.since, '']}>
          {members.data?.items.map((member) => {
            const me = member.id === session?.user.id
            const mine = writes && !me && isAtLeast(role, member.role as Role)
            return (
              <tr key={member.id} data-testid="member">
                <th scope="row">
                  {member.name} {me && <Chip>{words.team.you}</Chip>} {member.suspended && <Chip tone="warn">{words.team.suspended}</Chip>}
                  <small>{member.email}</small>
                </th>
                <td>
                  {mine ? (
                    <Select
                      aria-label={words.team.roleOf(member.name)}
                      value={member.role}
                      disabled={busy}
                      options={rolesUpTo(role).map((each) => ({ value: each, label: roleName(each) }))}
                      onChange={(next) => void change(member.id, { role: next, suspended: null })}
                    />
                  ) : (
                    roleName(member.role)
                  )}
                </td>
                <td>{member.twoFactor ? <Chip tone="good">{words.team.on}</Chip> : <Chip>{words.team.off}</Chip>}</td>
                <td className={css.time}>{dates.date(member.since)}</td>
                <td>
                  {mine && (
                    <div className={css.right}>
                      <Button look="quiet" disabled={busy} onClick={() => void change(member.id, { role: null, suspended: !member.suspended })}>
                        {member.suspended ? words.team.admit : words.team.suspend}
                      </Button>
                      <Button look="quiet" onClick={() => setLeaving(member)}>
                        {words.team.remove}
                      </Button>
                    </div>
                  )}
                </td>
              </tr>
            )
          })}
        </Table>
      </Section>
      {writes && (
        <Section title={words.team.invitations}>
          {invitations.data?.items.length === 0 && <p className={css.none}>{words.team.none}</p>}
          {invitations.data && invitations.data.items.length > 0 && (
            <Table label={words.team.invitations} head={[words.team.email, words.team.role, '']}>
              {invitations.data.items.map((each) => (
                <tr key={each.id}>
                  <th scope="row">
                    {each.email}
                    <small>{words.team.until(dates.date(each.expiresAt))}</small>
                  </th>
                  <td>{roleName(each.role)}</td>
                  <td>
                    <div className={css.right}>
                      <Button
                        look="quiet"
                        disabled={busy}
                        onClick={() =>
                          void act(async () => {
                            await ask(api.DELETE('/api/v1/workspaces/{ws}/invitations/{invitation}', { params: { path: { ws, invitation: each.id } } }))
                            await queries.invalidateQueries({ queryKey: ['invitations', ws] })
                          })
                        }
                      >
                        {words.team.revoke}
                      </Button>
                    </div>
                  </td>
                </tr>
              ))}
            </Table>
          )}
        </Section>
      )}
      {writes && inviting && <InviteDialog ws={ws} role={role} onClose={() => setInviting(false)} onMade={() => void queries.invalidateQueries({ queryKey: ['invitations', ws] })} />}
      {leaving && (
        <Confirm
          title={words.team.removeTitle(leaving.name)}
          hint={words.team.removeHint}
          label={words.team.remove}
          close={common.common.close}
          onClose={() => setLeaving(null)}
          onDo={async () => {
            await ask(api.DELETE('/api/v1/workspaces/{ws}/users/{user}', { params: { path: { ws, user: leaving.id } } }))
            await queries.invalidateQueries({ queryKey: ['users', ws] })
          }}
        />
      )}
    </>
  )
}
