import { IconArrowLeft, IconCircleCheck, IconClockPause, IconRotate, IconSearch, IconUserCircle } from '@tabler/icons-react'
import { type ReactNode } from 'react'
import type { Conversation } from '~/api/types'
import { useInboxStore } from '~/app/InboxProvider'
import { useWords } from '~/i18n'
import { useOthers } from '~/live/useLease'
import { phoneText } from '~/model/phoneText'
import { Avatar, Button, IconButton, Tip, Toggle } from '~/ui'
import { askToFind } from '../find/ask'
import { nameOf } from '../names'
import css from '../ThreadPane.module.css'
import { WindowChip } from '../WindowChip'
import { useDesk } from './DeskProvider'
import { MoreMenu } from './MoreMenu'
import { OwnerButton } from './OwnerButton'
import { useDeskWords } from './words'

interface ThreadHeadProps {
  conversation: Conversation
  contactOpen: boolean
  onContact: () => void
  onBack: () => void
  tools: ReactNode
}

/** Who this is, who else is here, whose it is, and what can be done with it. */
export function ThreadHead({ conversation, contactOpen, onContact, onBack, tools }: ThreadHeadProps) {
  const words = useWords()
  const { act } = useDeskWords()
  const desk = useDesk()
  const me = String(useInboxStore()?.me)
  const ids = [conversation.id]
  const isOpen = conversation.status === 'open'
  const isMine = conversation.assignee?.id === me
  return (
    <header className={css.head}>
      <IconButton label={words.thread.back} onClick={onBack} className={css.back}>
        <IconArrowLeft size={20} aria-hidden />
      </IconButton>
      <Who conversation={conversation} />
      <WindowChip closesAt={conversation.windowClosesAt} />
      {desk.writes && (
        <div className={css.acts}>
          {conversation.owner === 'bot' && isOpen && (
            <Button data-testid="take-over" onClick={() => desk.begin('takeOver', ids)}>
              {act.takeOver}
            </Button>
          )}
          <OwnerButton conversation={conversation} onClick={() => desk.begin('assign', ids)} />
          {isOpen ? (
            <Tip label={act.key('E')}>
              <Button look={isMine ? 'primary' : 'default'} data-testid="resolve" onClick={() => desk.begin('resolve', ids)}>
                <IconCircleCheck size={16} aria-hidden /> {act.resolve}
              </Button>
            </Tip>
          ) : (
            <Button data-testid="reopen" onClick={() => desk.begin('reopen', ids)}>
              <IconRotate size={16} aria-hidden /> {act.reopen}
            </Button>
          )}
          <IconButton label={`${act.snooze} · ${act.key('S')}`} className={css.wideOnly} data-testid="snooze" onClick={() => desk.begin('snooze', ids)}>
            <IconClockPause size={18} aria-hidden />
          </IconButton>
          <MoreMenu conversation={conversation} />
        </div>
      )}
      <div className={css.tools}>
        <IconButton label={`${act.find} · Ctrl+F`} className={desk.writes ? css.finder : undefined} data-testid="find-open" onClick={askToFind}>
          <IconSearch size={18} aria-hidden />
        </IconButton>
        <Tip label={words.thread.contact} side="bottom-end">
          <Toggle on={contactOpen} onClick={onContact} aria-label={words.thread.contact} className={css.iconToggle} data-testid="contact-toggle">
            <IconUserCircle size={18} aria-hidden />
          </Toggle>
        </Tip>
        {tools}
      </div>
    </header>
  )
}

function Who({ conversation }: { conversation: Conversation }) {
  const words = useWords()
  const { presence } = useDeskWords()
  const others = useOthers(conversation.id)
  const name = nameOf(conversation, words)
  const typing = others.filter((each) => each.typing)
  const told = typing.length > 0 ? presence.typing(names(typing)) : others.length > 0 ? presence.viewing(names(others), others.length) : ''
  const { phone } = conversation.contact
  return (
    <div className={css.who}>
      <Avatar name={name} size={36} />
      <div className={css.whoText}>
        <h2 className={css.name}>{name}</h2>
        <p className={css.number}>
          <span role="status" data-testid="presence" data-typing={typing.length > 0 || undefined}>
            {told}
          </span>
          {!told && phone && <span className={css.phone}>{phoneText(phone)}</span>}
          {!told && conversation.channel.simulated && (
            <Tip label={words.nav.simulatedHint}>
              <span className={css.simulated}>
                {words.nav.simulated}
                <span className="sr-only">: {words.nav.simulatedHint}</span>
              </span>
            </Tip>
          )}
          {conversation.labels.map((label) => (
            <span key={label} className={css.label}>
              {label}
            </span>
          ))}
        </p>
      </div>
    </div>
  )
}

const names = (all: readonly { person: { name: string } }[]) => all.map((each) => each.person.name).join(', ')
