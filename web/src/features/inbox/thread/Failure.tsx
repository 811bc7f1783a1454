import { Link } from '@tanstack/react-router'
import type { Message } from '~/api/types'
import type { Words } from '~/i18n/en'
import { remedyOf, remedyOfRefusal } from '~/model/failures'
import type { Pending } from '~/model/outbox'
import type { TalkWords } from '../talk'
import css from './Failure.module.css'

/** Why a message did not arrive, in words, and the one thing that helps. */
export function Failure({ message: { error }, words, talk }: { message: Message; words: Words; talk: TalkWords }) {
  const why = error ? (talk.failures[error.code] ?? words.failures[error.code] ?? words.failure(error.code, error.details || error.title)) : ''
  const remedy = error ? remedyOf(error.code) : 'again'
  return (
    <div className={css.failure}>
      <span>
        <strong>{why ? words.thread.notDelivered : words.ticks.failed}</strong> {why}
      </span>
      {remedy === 'template' && <Act act="template" label={talk.remedies.template} />}
      {remedy === 'again' && <Act act="resend" label={talk.remedies.again} />}
      {remedy === 'channel' && (
        <Link to="/settings/{-$section}" params={{ section: 'channels' }} className={css.act}>
          {talk.remedies.channel}
        </Link>
      )}
      {remedy === 'templates' && <Act act="template" label={talk.remedies.templates} />}
    </div>
  )
}

/** The outcome was lost with a crash: only a person can say whether to risk a second one. */
export function Doubt({ words, talk }: { words: Words; talk: TalkWords }) {
  return (
    <div className={css.failure} data-doubt>
      <span>{words.ticks.unknown}.</span>
      <Act act="resend" label={talk.remedies.resend} />
    </div>
  )
}

/** What our server did not take. */
export function Refusal({ pending, words, talk }: { pending: Pending; words: Words; talk: TalkWords }) {
  const remedy = remedyOfRefusal(pending.kind)
  return (
    <div className={css.failure} role="alert">
      <span>
        <strong>{words.thread.refusedHere}</strong> {talk.refusals[pending.kind ?? ''] ?? pending.reason}
      </span>
      {remedy === 'template' && <Act act="template" label={talk.remedies.template} />}
      {remedy === 'force' && <Act act="force" label={talk.remedies.force} />}
      {remedy === 'again' && <Act act="retry" label={words.composer.retry} />}
      <Act act="discard" label={talk.remedies.discard} />
    </div>
  )
}

/** The log hears of the click by the name of the act. */
export function Act({ act, label }: { act: string; label: string }) {
  return (
    <button type="button" className={css.act} data-act={act}>
      {label}
    </button>
  )
}
