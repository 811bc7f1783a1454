import type { Message } from '~/api/types'
import type { Dates } from '~/i18n/dates'
import type { TalkWords } from '../talk'

/** What happened, in our words where they say it all, else in the server's. */
export function eventText({ content, author, text }: Message, talk: TalkWords, dates: Pick<Dates, 'soon'>) {
  if (content.type !== 'system') return text
  const who = author.type === 'person' ? author.name : ''
  const { about } = content
  const tell = about == null ? undefined : talk.eventsAbout[content.event]
  if (tell && about != null) return tell(who, content.event === 'snoozed' && about ? dates.soon(about) : about)
  const say = talk.events[content.event]
  return say && (who || say.length === 0) ? say(who) : text
}
