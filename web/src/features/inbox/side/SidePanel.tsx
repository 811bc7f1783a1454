import { IconX } from '@tabler/icons-react'
import { memo, useState } from 'react'
import type { Conversation } from '~/api/types'
import { useWords } from '~/i18n'
import { IconButton } from '~/ui'
import { useDeskWords } from '../desk/words'
import { Details } from './Details'
import { Files } from './Files'
import { History } from './History'
import { Notes } from './Notes'
import css from './Side.module.css'

interface SidePanelProps {
  conversation: Conversation
  onClose: () => void
}

const tabs = ['details', 'notes', 'files', 'history'] as const
type Tab = (typeof tabs)[number]
const shows = { details: Details, notes: Notes, files: Files, history: History }

/** All that is known around a conversation: who it is, what runs, what was noted, sent and done before. */
export const SidePanel = memo(function SidePanel({ conversation, onClose }: SidePanelProps) {
  const words = useWords()
  const { side } = useDeskWords()
  const [tab, setTab] = useState<Tab>('details')
  const Part = shows[tab]
  return (
    <aside className={css.panel} aria-label={words.contact.title} onKeyDown={(event) => event.key === 'Escape' && onClose()}>
      <header className={css.head}>
        <div className={css.tabs} role="group" aria-label={words.contact.title}>
          {tabs.map((each) => (
            <button key={each} type="button" aria-pressed={each === tab} data-testid={`side-${each}`} onClick={() => setTab(each)}>
              {side[each]}
            </button>
          ))}
        </div>
        <IconButton tipSide="bottom-end" label={words.contact.close} onClick={onClose}>
          <IconX size={18} aria-hidden />
        </IconButton>
      </header>
      <div className={css.body}>
        <Part key={conversation.id} conversation={conversation} />
      </div>
    </aside>
  )
})
