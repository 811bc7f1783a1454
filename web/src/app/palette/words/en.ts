import type { Section } from '../match'

/** Every word of the command palette and the list of keys, in English. */
export const en = {
  title: 'Command palette',
  placeholder: 'Go to, find, do…',
  nothing: (text: string) => `Nothing found for “${text}”`,
  results: (n: number) => (n === 1 ? '1 result' : `${n} results`),
  sections: {
    here: 'Here',
    go: 'Go to',
    conversations: 'Conversations',
    contacts: 'Contacts',
    flows: 'Flows',
    tags: 'Contacts with the tag',
    create: 'Create',
    actions: 'Actions',
  } as Record<Section, string>,
  prefixes: [
    ['>', 'commands'],
    ['@', 'people'],
    ['#', 'tags'],
  ] as [string, string][],
  choose: 'choose',
  open: 'open',
  segments: 'Segments',
  imports: 'Import contacts',
  newFlow: 'New flow',
  newContact: 'New contact',
  newTemplate: 'New template',
  newSegment: 'New segment',
  newField: 'New custom field',
  newKey: 'New API key',
  invite: 'Invite a colleague',
  theme: (name: string) => `Theme: ${name}`,
  language: (name: string) => `Language: ${name}`,
  workspace: (name: string) => `Open the workspace ${name}`,
  keysTitle: 'Keyboard shortcuts',
  lettersOff: 'Keys of a single letter are switched off.',
  altsSwitch: 'Keys with Alt in the inbox, as in Chatwoot',
  altsHint: 'Alt+J and Alt+K walk, Alt+E resolves: beside the keys above, also while you write.',
  lettersSwitch: 'Keys of a single letter',
  lettersHint: 'Outside of fields only. Ctrl+K works either way.',
  also: 'search find commands',
}

export type PaletteWords = typeof en
