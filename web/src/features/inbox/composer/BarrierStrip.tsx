import { Link } from '@tanstack/react-router'
import { IconAlertTriangle, IconBan, IconEye } from '@tabler/icons-react'
import type { Conversation } from '~/api/types'
import type { TalkWords } from '../talk'
import css from './Composer.module.css'
import type { Barrier } from './useBarrier'

/** Says before anything is written that it would not arrive, and where that is mended. */
export function BarrierStrip({ barrier, conversation, talk }: { barrier: Barrier; conversation: Conversation; talk: TalkWords }) {
  if (barrier === null) return null
  const says = { readOnly: talk.composer.readOnly, blocked: talk.composer.blocked, optedOut: talk.composer.optedOut, token: talk.composer.tokenRefused }[barrier]
  const Icon = barrier === 'readOnly' ? IconEye : barrier === 'token' ? IconAlertTriangle : IconBan
  return (
    <div className={css.barrier} data-kind={barrier} data-testid="barrier" role="status">
      <Icon size={17} aria-hidden />
      <span>{says}</span>
      {barrier === 'token' && (
        <Link to="/settings/{-$section}" params={{ section: 'channels' }}>
          {talk.composer.toChannel}
        </Link>
      )}
      {(barrier === 'blocked' || barrier === 'optedOut') && (
        <Link to="/contacts/$contact" params={{ contact: String(conversation.contact.id) }}>
          {talk.composer.toContact}
        </Link>
      )}
    </div>
  )
}
