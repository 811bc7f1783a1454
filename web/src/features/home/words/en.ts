import type { StepId } from '../steps'

/** Every word of the first steps, in English. */
export const en = {
  title: 'First steps',
  lead: 'Five steps to a bot that answers',
  leadHint: 'Each one ticks itself off when it has happened. Begin with any.',
  count: (done: number, all: number) => `${done} of ${all} done`,
  steps: {
    try: { title: 'Try a ready bot', hint: 'Write to it from a simulated phone. It runs on the same engine as a real number.' },
    change: { title: 'Change one text', hint: 'Click a message on the canvas and type. Nobody sees it before you publish.' },
    publish: { title: 'Publish', hint: 'From then on people get the new version. Who is in the middle of a talk ends it with the old one.' },
    connect: { title: 'Connect a number', hint: 'A number of WhatsApp’s needs a Meta app. The simulated one works without, so this can wait.' },
    invite: { title: 'Invite a colleague', hint: 'They get a link, and the role that you choose.' },
  } as Record<StepId, { title: string; hint: string }>,
  done: {
    try: (who: string) => `${who} wrote`,
    change: (flow: string) => `“${flow}” was changed`,
    publish: (flow: string) => `“${flow}” was published`,
    connect: (number: string) => `${number} is connected`,
    invite: (who: string) => `${who} is here`,
  } as Record<StepId, (what: string) => string>,
  invited: (who: string) => `${who} is invited`,
  actions: { try: 'Open the phone', change: 'Open the builder', publish: 'Open the builder', connect: 'Connect a number', invite: 'Invite' } as Record<StepId, string>,
  again: { try: 'Phone', change: 'Builder', publish: 'Builder', connect: 'Channels', invite: 'Team' } as Record<StepId, string>,
  more: 'Or begin with another bot',
  unnamed: 'Somebody',
  allDone: 'All done',
  allDoneHint: 'From now on you begin where you were last. This list stays here, behind the sign at the top left.',
  toInbox: 'Go to the inbox',
  hide: 'Hide this list',
  failed: 'How far you are could not be found out',
  forbidden: 'An administrator sets this place up',
  forbiddenHint: 'Your conversations are in the inbox.',
}

export type HomeWords = typeof en
