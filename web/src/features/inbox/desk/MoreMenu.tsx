import { IconArrowBackUp, IconClockPause, IconDots, IconLink, IconMailbox, IconSearch, IconTag, IconUserCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Conversation } from '~/api/types'
import { IconButton, Menu, type MenuEntry } from '~/ui'
import { askToFind } from '../find/ask'
import { keyText } from '../keys'
import { type DeskAct, useDesk } from './DeskProvider'
import { useDeskWords } from './words'

/** What is done less often; each with its key. */
export function MoreMenu({ conversation }: { conversation: Conversation }) {
  const { act } = useDeskWords()
  const desk = useDesk()
  const entry = (what: DeskAct, label: string, icon: ReactNode): MenuEntry => ({
    type: 'item',
    label,
    icon,
    hint: keyText(what),
    testId: `more-${what}`,
    onSelect: () => desk.begin(what, [conversation.id]),
  })
  return (
    <Menu
      side="bottom-end"
      width={236}
      target={
        <IconButton label={act.more} tipSide="bottom-end" data-testid="more-acts">
          <IconDots size={18} aria-hidden />
        </IconButton>
      }
      entries={[
        entry('toMe', act.toMe, <IconUserCheck size={16} aria-hidden />),
        entry('labels', act.labels, <IconTag size={16} aria-hidden />),
        entry('snooze', act.snooze, <IconClockPause size={16} aria-hidden />),
        ...(conversation.owner === 'bot' ? [] : [entry('handBack', act.handBack, <IconArrowBackUp size={16} aria-hidden />)]),
        entry('unread', act.unread, <IconMailbox size={16} aria-hidden />),
        { type: 'item', label: act.find, icon: <IconSearch size={16} aria-hidden />, hint: 'Ctrl+F', testId: 'more-find', onSelect: askToFind },
        {
          type: 'item',
          label: act.copyLink,
          icon: <IconLink size={16} aria-hidden />,
          onSelect: () => void navigator.clipboard?.writeText(`${location.origin}/inbox/${conversation.id}`),
        },
      ]}
    />
  )
}
