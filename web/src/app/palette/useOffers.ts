import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { choose as speak, type Language, languageNames, languages, useLanguage, useWords } from '~/i18n'
import { isAtLeast, type Role } from '~/model/access'
import { sectionsFor } from '~/model/settings'
import { useColorScheme } from '~/ui'
import { openOverlay, shortcutsNow } from '../keys/board'
import { openWorkspace, signOut, useSession, useWorkspace } from '../session'
import type { Offer, Section } from './match'
import { usePaletteWords } from './words'

/** Everything that can be done from where one is, without asking the server. */
export function useCommands(): Offer[] {
  const words = usePaletteWords()
  const common = useWords()
  const language = useLanguage()
  const navigate = useNavigate()
  const { data: session } = useSession()
  const { role } = useWorkspace()
  const { colorScheme, setColorScheme } = useColorScheme()

  return useMemo(() => {
    const offers: Offer[] = []
    const add = (section: Section, id: string, label: string, run: () => void, more: Partial<Offer> = {}, least: Role = 'viewer') =>
      isAtLeast(role, least) && offers.push({ id, section, label, run, ...more })

    const [everywhere, ...here] = [...shortcutsNow()].reverse()
    for (const { shortcuts } of here)
      for (const { keys, say, run, also } of shortcuts) if (run && !also) add('here', `here ${keys}`, say, () => void run(), { keys })
    const keysTo = (label: string) => everywhere?.shortcuts.find(({ say }) => say === common.keys.go(label))?.keys

    const { nav } = common
    add('go', 'inbox', nav.inbox, () => void navigate({ to: '/inbox/{-$conversation}' }), { keys: keysTo(nav.inbox) })
    add('go', 'flows', nav.flows, () => void navigate({ to: '/flows' }), { keys: keysTo(nav.flows) })
    add('go', 'campaigns', nav.campaigns, () => void navigate({ to: '/campaigns' }), { keys: keysTo(nav.campaigns) })
    add('go', 'contacts', nav.contacts, () => void navigate({ to: '/contacts' }), { keys: keysTo(nav.contacts) })
    add('go', 'templates', nav.templates, () => void navigate({ to: '/templates' }), { keys: keysTo(nav.templates) })
    add('go', 'simulator', nav.simulator, () => void navigate({ to: '/simulator' }), { keys: keysTo(nav.simulator), also: common.phone.title })
    add('go', 'settings', nav.settings, () => void navigate({ to: '/settings/{-$section}' }), { keys: keysTo(nav.settings) })
    add('go', 'home', nav.home, () => void navigate({ to: '/home' }), { keys: keysTo(nav.home) })
    add('go', 'segments', words.segments, () => void navigate({ to: '/contacts/segments' }), { hint: nav.contacts })
    add('go', 'imports', words.imports, () => void navigate({ to: '/contacts/import' }), { hint: nav.contacts }, 'agent')
    for (const section of sectionsFor(role))
      add('go', `settings ${section}`, nav.sections[section] ?? section, () => void navigate({ to: '/settings/{-$section}', params: { section } }), { hint: nav.settings })

    add('create', 'contact', words.newContact, () => void navigate({ to: '/contacts', search: { add: true } }), {}, 'agent')
    add('create', 'segment', words.newSegment, () => void navigate({ to: '/contacts/segments', search: { edit: 'new' } }), {}, 'agent')
    add('create', 'field', words.newField, () => void navigate({ to: '/settings/{-$section}', params: { section: 'fields' }, search: { add: true } }), {}, 'agent')
    add('create', 'flow', words.newFlow, () => void navigate({ to: '/flows', search: { add: true } }), {}, 'admin')
    add('create', 'template', words.newTemplate, () => void navigate({ to: '/templates/new' }), {}, 'admin')
    add('create', 'invitation', words.invite, () => void navigate({ to: '/settings/{-$section}', params: { section: 'team' }, search: { add: true } }), {}, 'admin')
    add('create', 'key', words.newKey, () => void navigate({ to: '/settings/{-$section}', params: { section: 'api-keys' }, search: { add: true } }), {}, 'admin')

    const schemes = { light: nav.light, dark: nav.dark, auto: nav.system } as const
    for (const [scheme, name] of Object.entries(schemes))
      if (scheme !== colorScheme) add('actions', `theme ${scheme}`, words.theme(name), () => setColorScheme(scheme as keyof typeof schemes), { also: nav.appearance })
    for (const each of languages) if (each !== language) add('actions', `language ${each}`, words.language(languageNames[each]), () => void speak(each as Language))
    add('actions', 'keys', words.keysTitle, () => openOverlay('keys'), { keys: '?' })
    for (const { id, name } of session?.workspaces.slice(1) ?? []) add('actions', `workspace ${id}`, words.workspace(name), () => openWorkspace(id))
    if (session && !session.demo) add('actions', 'sign-out', nav.signOut, () => void signOut())
    return offers
  }, [words, common, language, navigate, session, role, colorScheme, setColorScheme])
}
