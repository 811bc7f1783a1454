import { IconArrowsMove, IconExternalLink, IconPlayerStop } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Conversation } from '~/api/types'
import { useWords } from '~/i18n'
import { Button, later, Optional } from '~/ui'
import { useDesk } from '../desk/DeskProvider'
import { useDeskWords } from '../desk/words'
import { Part } from './Details'
import css from './Side.module.css'
import { useSessions, useVariables, valueText } from './useSessions'

const SessionDialog = later(() => import('./SessionDialog').then((file) => ({ default: file.SessionDialog })))
const shownFirst = 6

/** The flow that runs with the person: where it stands, what it knows, and a way to stop or move it. */
export function Running({ conversation }: { conversation: Conversation }) {
  const words = useWords()
  const { side } = useDeskWords()
  const desk = useDesk()
  const [dialog, setDialog] = useState<'stop' | 'move' | null>(null)
  const [all, setAll] = useState(false)
  const { bot } = conversation
  const sessions = useSessions(conversation)
  const live = bot ? sessions.data?.items.find((each) => !each.endedAt) : undefined
  const variables = useVariables(conversation, live?.id).data ?? []
  const shown = all ? variables : variables.slice(0, shownFirst)
  return (
    <Part title={side.running}>
      {bot ? (
        <div className={css.card}>
          <p className={css.flow}>
            {bot.flowName} <span>v{bot.version}</span>
          </p>
          <p className={css.step}>{words.contact.at(bot.nodeName ?? bot.nodeId ?? '')}</p>
          {live && variables.length > 0 && (
            <dl className={css.variables} aria-label={side.variables}>
              {shown.map(({ name, value }) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd title={valueText(value)}>{valueText(value)}</dd>
                </div>
              ))}
            </dl>
          )}
          {live && variables.length === 0 && <p className={css.none}>{side.noVariables}</p>}
          {variables.length > shown.length && (
            <Button look="quiet" onClick={() => setAll(true)}>
              {side.allVariables(variables.length)}
            </Button>
          )}
          <div className={css.acts}>
            <Link to="/flows/$flow" params={{ flow: bot.flowId }} search={{ step: bot.nodeId ?? undefined }} className={css.profile}>
              {side.openFlow} <IconExternalLink size={13} aria-hidden />
            </Link>
            {desk.writes && live && (
              <>
                <Button look="quiet" data-testid="move-session" onClick={() => setDialog('move')}>
                  <IconArrowsMove size={15} aria-hidden /> {side.move}
                </Button>
                <Button look="quiet" data-testid="stop-session" onClick={() => setDialog('stop')}>
                  <IconPlayerStop size={15} aria-hidden /> {side.stop}
                </Button>
              </>
            )}
          </div>
        </div>
      ) : (
        <p className={css.none}>{words.contact.nothingRunning}</p>
      )}
      {dialog && live && (
        <Optional onMissing={() => setDialog(null)}>
          <SessionDialog what={dialog} conversation={conversation} session={live} onClose={() => setDialog(null)} onDone={() => void sessions.refetch()} />
        </Optional>
      )}
    </Part>
  )
}
