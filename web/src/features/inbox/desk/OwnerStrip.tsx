import { IconAlertTriangle, IconCircleCheck, IconClockPause, IconHandStop, IconHourglass, IconUser, IconUserCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Conversation } from '~/api/types'
import { useInboxStore } from '~/app/InboxProvider'
import { useDates } from '~/i18n/dates'
import { useLease } from '~/live/useLease'
import { Button } from '~/ui'
import { type DeskAct, useDesk } from './DeskProvider'
import css from './OwnerStrip.module.css'
import { useTeam } from './useTeam'
import { useDeskWords } from './words'

interface Told {
  tone: string
  icon: ReactNode
  text: string
  acts: { act: DeskAct; label: string; testId: string }[]
}

/** Above the reply: whose this is and how it stands, with the one act that changes it; and what went wrong with it last. */
export function OwnerStrip({ conversation }: { conversation: Conversation }) {
  const { act } = useDeskWords()
  const { trouble } = useDesk()
  return (
    <>
      <Standing conversation={conversation} />
      {trouble?.ids.includes(conversation.id) && (
        <div className={css.strip} data-tone="trouble" data-testid="desk-trouble" role="alert">
          <IconAlertTriangle size={16} aria-hidden />
          <span>{act.failed(trouble.text)}</span>
        </div>
      )}
    </>
  )
}

function Standing({ conversation }: { conversation: Conversation }) {
  const { owner: words } = useDeskWords()
  const desk = useDesk()
  const { holder, insisted, insist } = useLease(conversation.id)
  const told = useTold(conversation)
  if (holder && !insisted)
    return (
      <div className={css.strip} data-tone="lease" data-testid="lease-strip" role="status">
        <IconHandStop size={16} aria-hidden />
        <span>{words.replying(holder.name)}</span>
        <Button data-testid="reply-anyway" onClick={insist}>
          {words.anyway}
        </Button>
      </div>
    )
  if (!told) return null
  return (
    <div className={css.strip} data-tone={told.tone} data-owner={conversation.owner} data-testid="owner-strip">
      {told.icon}
      <span>{told.text}</span>
      {desk.writes &&
        told.acts.map(({ act, label, testId }) => (
          <Button key={act} data-testid={testId} onClick={() => desk.begin(act, [conversation.id])}>
            {label}
          </Button>
        ))}
    </div>
  )
}

function useTold(conversation: Conversation): Told | null {
  const { owner: words, act } = useDeskWords()
  const dates = useDates()
  const me = String(useInboxStore()?.me)
  const { queues } = useTeam()
  const { owner, assignee, status, snoozedUntil, queue } = conversation
  const back = { act: 'handBack' as const, label: act.handBack, testId: 'hand-back' }
  if (status === 'resolved') return { tone: 'done', icon: <IconCircleCheck size={16} aria-hidden />, text: words.resolved, acts: [{ act: 'reopen', label: act.reopen, testId: 'strip-reopen' }] }
  if (status === 'snoozed')
    return {
      tone: 'done',
      icon: <IconClockPause size={16} aria-hidden />,
      text: snoozedUntil ? words.snoozedUntil(dates.soon(snoozedUntil)) : words.snoozed,
      acts: [{ act: 'reopen', label: act.wake, testId: 'strip-wake' }],
    }
  if (owner === 'bot') return null
  if (assignee?.id === me) return { tone: 'mine', icon: <IconUserCheck size={16} aria-hidden />, text: words.mine, acts: [back] }
  const take = { act: 'takeOver' as const, label: assignee ? act.takeOver : act.takeIt, testId: 'strip-take' }
  const where = queues.find((each) => each.key === queue)?.title ?? queue
  const text = assignee ? words.theirs(assignee.name) : where ? words.queue(where) : words.nobodys
  return { tone: assignee ? 'theirs' : 'waiting', icon: assignee ? <IconUser size={16} aria-hidden /> : <IconHourglass size={16} aria-hidden />, text, acts: [take, back] }
}
