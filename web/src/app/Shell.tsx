import {
  IconAddressBook,
  IconDeviceDesktop,
  IconDeviceMobile,
  IconInbox,
  IconLogout,
  IconMoon,
  IconSearch,
  IconSend,
  IconSettings,
  IconSitemap,
  IconSun,
  IconTemplate,
  IconUserCircle,
} from '@tabler/icons-react'
import { Link, Navigate, Outlet, useNavigate, useRouterState } from '@tanstack/react-router'
import { type ReactNode, Suspense, useEffect } from 'react'
import { ApiError } from '~/api/client'
import { choose, type Language, languageNames, languages, useLanguage, useWords } from '~/i18n'
import { later, Menu, type MenuEntry, Optional, Tip, useColorScheme } from '~/ui'
import { ConnectionStrip } from './ConnectionStrip'
import { useInbox } from './InboxProvider'
import { closeOverlay, openOverlay, useBoard } from './keys/board'
import { useGlobalShortcuts } from './keys/useGlobalShortcuts'
import { useKeyboard } from './keys/useKeyboard'
import { useLetters } from './preferences'
import { keepPlace } from './place'
import { Mark } from './Mark'
import { MissingLine } from './MissingLine'
import { openWorkspace, signOut, useSession, useSignedOutWatch } from './session'
import css from './Shell.module.css'

const Rings = later(() => import('~/features/inbox/rings/Rings').then((file) => ({ default: file.Rings })))
const Overlays = later(() => import('./palette/Overlays'))

const bare = ['/sign-in', '/setup', '/invite']

/** What is around a page: the shell, but for those where nobody is signed in yet. */
export function Frame() {
  const path = useRouterState({ select: (state) => state.location.pathname })
  if (!bare.includes(path)) return <Shell />
  return (
    <Suspense fallback={null}>
      <Outlet />
    </Suspense>
  )
}

/** The frame of every screen: the rail, the screen, and the strip that tells how live it is. Who is not signed in is sent to where that is done. */
function Shell() {
  const words = useWords()
  const { error } = useSession()
  const here = useRouterState({ select: (state) => state.location.href })
  useSignedOutWatch()
  useKeyboard()
  useLetters()
  useGlobalShortcuts()
  useEffect(() => keepPlace(here), [here])
  const { overlay } = useBoard()
  const unread = useInbox((state) => state.counts?.unread ?? 0, 0)
  if (error instanceof ApiError && error.status === 401) return <Navigate to="/sign-in" search={{ to: here === '/' ? undefined : here }} replace />
  return (
    <div className={css.shell}>
      <a href="#content" className={css.skip}>
        {words.nav.skip}
      </a>
      <nav className={css.rail} aria-label={words.nav.label}>
        <Link to="/home" className={css.mark} aria-label={words.nav.home}>
          <Mark />
        </Link>
        <Tip label={`${words.keys.palette}  Ctrl K`} side="right">
          <button type="button" className={css.link} aria-label={words.keys.palette} aria-keyshortcuts="Control+K" data-testid="open-palette" onClick={() => openOverlay('palette')}>
            <IconSearch size={20} stroke={1.75} aria-hidden />
          </button>
        </Tip>
        <RailLink to="/inbox" label={words.nav.inbox} badge={unread}>
          <IconInbox size={20} stroke={1.75} aria-hidden />
        </RailLink>
        <RailLink to="/flows" label={words.nav.flows}>
          <IconSitemap size={20} stroke={1.75} aria-hidden />
        </RailLink>
        <RailLink to="/campaigns" label={words.nav.campaigns}>
          <IconSend size={20} stroke={1.75} aria-hidden />
        </RailLink>
        <RailLink to="/contacts" label={words.nav.contacts}>
          <IconAddressBook size={20} stroke={1.75} aria-hidden />
        </RailLink>
        <RailLink to="/templates" label={words.nav.templates}>
          <IconTemplate size={20} stroke={1.75} aria-hidden />
        </RailLink>
        <RailLink to="/simulator" label={words.nav.simulator}>
          <IconDeviceMobile size={20} stroke={1.75} aria-hidden />
        </RailLink>
        <span className={css.gap} />
        <RailLink to="/settings" label={words.nav.settings}>
          <IconSettings size={20} stroke={1.75} aria-hidden />
        </RailLink>
        <Account />
        <Appearance />
      </nav>
      <main className={css.main} id="content" tabIndex={-1}>
        <div className={css.screen}>
          <Outlet />
        </div>
        <ConnectionStrip />
        <MissingLine />
        <Optional>
          <Rings />
        </Optional>
      </main>
      {overlay && (
        <Optional onMissing={() => closeOverlay(overlay)}>
          <Overlays />
        </Optional>
      )}
    </div>
  )
}

interface RailLinkProps {
  to: string
  label: string
  badge?: number
  children: ReactNode
}

function RailLink({ to, label, badge = 0, children }: RailLinkProps) {
  const count = badge > 99 ? '99+' : badge > 0 ? String(badge) : ''
  return (
    <Tip label={label} side="right">
      <Link to={to} className={css.link} activeProps={{ className: css.active }} aria-label={`${label} ${count}`.trim()}>
        {children}
        {count && <span className={css.badge}>{count}</span>}
      </Link>
    </Tip>
  )
}

/** Who is here, in which workspace, and the way out. */
function Account() {
  const words = useWords()
  const navigate = useNavigate()
  const { data: session } = useSession()
  if (!session) return null
  const { user, workspaces, demo } = session
  const current = workspaces[0]
  const entries: MenuEntry[] = [
    { type: 'note', label: user.name, hint: demo ? words.nav.demo : (user.email ?? undefined) },
    ...(workspaces.length > 1 && current
      ? [
          {
            type: 'choice' as const,
            label: words.nav.workspace,
            value: current.id,
            options: [...workspaces].sort((a, b) => a.name.localeCompare(b.name)).map(({ id, name }) => ({ value: id, label: name })),
            onChoose: openWorkspace,
          },
        ]
      : []),
    { type: 'item', label: words.nav.settings, icon: <IconSettings size={16} aria-hidden />, onSelect: () => void navigate({ to: '/settings/{-$section}' }) },
    ...(demo ? [] : [{ type: 'item' as const, label: words.nav.signOut, icon: <IconLogout size={16} aria-hidden />, onSelect: () => void signOut() }]),
  ]
  return (
    <Menu
      side="right-end"
      entries={entries}
      width={232}
      target={
        <button type="button" className={css.link} aria-label={`${words.nav.account}: ${user.name}`} data-testid="account">
          <IconUserCircle size={20} stroke={1.75} aria-hidden />
        </button>
      }
    />
  )
}

function Appearance() {
  const words = useWords()
  const language = useLanguage()
  const { colorScheme, setColorScheme } = useColorScheme()
  const entries: MenuEntry[] = [
    {
      type: 'choice',
      label: words.nav.theme,
      value: colorScheme,
      options: [
        { value: 'light', label: words.nav.light, icon: <IconSun size={16} aria-hidden /> },
        { value: 'dark', label: words.nav.dark, icon: <IconMoon size={16} aria-hidden /> },
        { value: 'auto', label: words.nav.system, icon: <IconDeviceDesktop size={16} aria-hidden /> },
      ],
      onChoose: (scheme) => setColorScheme(scheme as typeof colorScheme),
    },
    {
      type: 'choice',
      label: words.nav.languageLabel,
      value: language,
      options: languages.map((each) => ({ value: each, label: languageNames[each], lang: each })),
      onChoose: (chosen) => void choose(chosen as Language),
    },
  ]

  return (
    <Menu
      side="right-end"
      entries={entries}
      target={
        <button type="button" className={css.link} aria-label={words.nav.appearance}>
          <IconSun size={20} stroke={1.75} aria-hidden className={css.sun} />
          <IconMoon size={20} stroke={1.75} aria-hidden className={css.moon} />
        </button>
      }
    />
  )
}
