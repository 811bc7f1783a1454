import { IconChevronDown, IconRobot, IconUserQuestion, IconUsersGroup } from '@tabler/icons-react'
import type { Conversation } from '~/api/types'
import { useWords } from '~/i18n'
import { Avatar, Button, Tip } from '~/ui'
import css from '../ThreadPane.module.css'
import { useTeam } from './useTeam'
import { useDeskWords } from './words'

/** Whose it is; a click gives it to somebody else. */
export function OwnerButton({ conversation, onClick }: { conversation: Conversation; onClick: () => void }) {
  const words = useWords()
  const { act } = useDeskWords()
  const { queues } = useTeam()
  const { owner, assignee, queue } = conversation
  const title = queues.find((each) => each.key === queue)?.title ?? queue
  const [icon, who, text] =
    owner === 'bot'
      ? [<IconRobot key="bot" size={17} aria-hidden />, words.list.ownerBot, words.list.bot]
      : assignee
        ? [<Avatar key="person" name={assignee.name} size={20} />, words.list.ownerPerson(assignee.name), assignee.name.split(' ')[0]]
        : title
          ? [<IconUsersGroup key="queue" size={17} aria-hidden />, words.list.ownerQueue, title]
          : [<IconUserQuestion key="nobody" size={17} aria-hidden />, words.list.ownerNobody, act.assign]
  return (
    <Tip label={`${act.assign} · ${act.key('A')}`}>
      <Button data-testid="assign" title={who} onClick={onClick} className={css.owner}>
        {icon}
        <span className="sr-only">{act.assign}: </span>
        <span className={css.ownerName}>{text}</span>
        <IconChevronDown size={14} aria-hidden />
      </Button>
    </Tip>
  )
}
