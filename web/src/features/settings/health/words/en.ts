import { plural } from '~/i18n/plural'

const p = plural('en')

/** What a line is about, from what the server knows: names, counts and moments are filled in already. */
export interface Said {
  subject: string
  count: number
  at: string
  text: string
}

type Sentences = Record<string, (said: Said) => string>

const size = (bytes: number) => (bytes < 1e9 ? `${Math.max(1, Math.round(bytes / 1e6))} MB` : `${(bytes / 1e9).toFixed(1)} GB`)

/** Every word of the health page, in English. */
export const en = {
  title: 'Health',
  hint: 'How this workspace stands at this moment. It looks again every 15 seconds.',
  failed: 'The health could not be asked for',
  again: 'Look now',
  version: (version: string, at: string) => `WhatsAppBot ${version}, looked at ${at}`,
  states: { ok: 'In order', warning: 'Worth a look', problem: 'Needs mending' } as Record<string, string>,
  all: {
    ok: 'Everything is in order.',
    warning: (n: number) => `${p(n, { one: '# line is', other: '# lines are' })} worth a look.`,
    problem: (n: number) => `${p(n, { one: '# line needs', other: '# lines need' })} mending.`,
  },
  groups: { machine: 'Machine', work: 'Work that waits', meta: 'WhatsApp', out: 'Webhooks and campaigns' },
  toDo: 'Open it',
  says: {
    'database answers': ({ subject, count }) => `The database answers: PostgreSQL ${subject}, ${size(count)}.`,
    'node runs': ({ subject, at }) => `Node ${subject} has been running since ${at}.`,
    'node silent': ({ subject, at }) => `Node ${subject} has said nothing since ${at}.`,
    'node none': () => 'No node holds conversations: messages are kept and answered by nobody.',
    'inbox empty': () => 'Every received message has been handled.',
    'inbox moving': ({ count }) => `${p(count, { one: '# received message is', other: '# received messages are' })} being handled.`,
    'inbox late': ({ count, at }) => `${p(count, { one: '# received message waits', other: '# received messages wait' })} for an answer, the oldest since ${at}.`,
    'outbox empty': () => 'Nothing waits to be sent.',
    'outbox moving': ({ count }) => `${p(count, { one: '# message is', other: '# messages are' })} on the way out.`,
    'outbox late': ({ count, at }) => `${p(count, { one: '# message waits', other: '# messages wait' })} to be sent, the oldest since ${at}.`,
    'unknown none': () => 'Of every message that was sent it is known what became of it.',
    'unknown some': ({ count, at }) => `Of ${p(count, { one: '# message', other: '# messages' })} of the last day it is not known whether it arrived, the oldest of ${at}.`,
    'token taken': ({ subject }) => `${subject}: the access token works.`,
    'token refused': ({ subject, at }) => `${subject}: Meta has refused the access token since ${at}. Nothing is sent with it.`,
    'number heard': ({ subject, at }) => `${subject}: the last message came ${at}.`,
    'number quiet': ({ subject, at }) => `${subject}: the last message came ${at}.`,
    'number never': ({ subject }) => `${subject}: no message came lately.`,
    'signature wrong': ({ subject, at }) => `${subject}: webhooks come with a wrong signature and are refused, the last ${at}.`,
    'quarantine none': () => 'Every webhook of the last day could be read.',
    'quarantine some': ({ count, at }) => `${p(count, { one: '# webhook', other: '# webhooks' })} of the last day could not be read and ${count === 1 ? 'is' : 'are'} kept, the newest of ${at}.`,
    'templates read': ({ subject, at }) => `${subject}: templates were read ${at}.`,
    'templates unread': ({ subject, text }) => `${subject}: templates could not be read. ${text}`,
    'webhooks empty': () => 'Every event for your webhooks has been delivered.',
    'webhooks moving': ({ count }) => `${p(count, { one: '# event is', other: '# events are' })} on the way to your webhooks.`,
    'webhooks late': ({ count, at }) => `${p(count, { one: '# event waits', other: '# events wait' })} for your webhooks, the oldest since ${at}.`,
    'webhook failing': ({ subject, at }) => `${subject} has taken nothing since ${at}.`,
    'webhook off': ({ subject, at }) => `${subject} was switched off (${at}), because it failed for long.`,
    'campaign stopped': ({ subject, at }) => `The campaign “${subject}” was stopped by itself (${at}).`,
  } as Sentences,
  mend: {
    'node silent': 'If it was ended on purpose, it leaves the list by itself. Else look at its log.',
    'node none': 'Start a node, and look at its log.',
    'inbox late': 'Look at the load of the nodes and of the database. Nothing is lost meanwhile.',
    'outbox late': 'See below whether a token is refused, and whether Meta can be reached from the nodes.',
    'unknown some': 'Nothing is sent twice by itself. In the inbox each such message offers to be sent again.',
    'token refused': 'Enter a new token; what waits is sent then.',
    'number quiet': 'If people write to it, check its connection.',
    'number never': 'Write to it from a phone. If nothing comes, check its connection.',
    'signature wrong': 'Enter the app secret of the app that sends them.',
    'quarantine some': 'Nothing to do for people. Tell whoever runs the server: the kept bodies show what was new.',
    'templates unread': 'Check the connection; it is tried again every few minutes.',
    'webhooks late': 'See which receiver is slow.',
    'webhook failing': 'Look at its log of deliveries.',
    'webhook off': 'Mend the receiver, switch it on again and replay what failed.',
    'campaign stopped': 'Open it: it says why. Then decide whether it goes on.',
  } as Record<string, string>,
}

export type HealthWords = typeof en
