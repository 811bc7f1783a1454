import { IconDeviceDesktop, IconDeviceMobile, IconInbox, IconMoon, IconSitemap, IconSun } from '@tabler/icons-react'
import { Link, Outlet } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { choose, type Language, languageNames, languages, useLanguage, useWords } from '~/i18n'
import { Menu, type MenuEntry, Tip, useColorScheme } from '~/ui'
import { ConnectionStrip } from './ConnectionStrip'
import { useInbox } from './InboxProvider'
import css from './Shell.module.css'

/** The frame of every screen: the rail, the screen, and the strip that tells how live it is. */
export function Shell() {
  const words = useWords()
  const unread = useInbox((state) => state.counts?.unread ?? 0, 0)
  return (
    <div className={css.shell}>
      <a href="#content" className={css.skip}>
        {words.nav.skip}
      </a>
      <nav className={css.rail} aria-label={words.nav.label}>
        <Mark />
        <RailLink to="/inbox" label={words.nav.inbox} badge={unread}>
          <IconInbox size={20} stroke={1.75} aria-hidden />
        </RailLink>
        <RailLink to="/flows" label={words.nav.flows}>
          <IconSitemap size={20} stroke={1.75} aria-hidden />
        </RailLink>
        <RailLink to="/simulator" label={words.nav.simulator}>
          <IconDeviceMobile size={20} stroke={1.75} aria-hidden />
        </RailLink>
        <span className={css.gap} />
        <Appearance />
      </nav>
      <main className={css.main} id="content" tabIndex={-1}>
        <div className={css.screen}>
          <Outlet />
        </div>
        <ConnectionStrip />
      </main>
    </div>
  )
}

function Mark() {
  return (
    <span className={css.mark} aria-hidden="true">
      <svg viewBox="0 0 32 32" width="22" height="22" fill="none" stroke="currentColor" strokeWidth="2.4">
        <path
          strokeLinejoin="round"
          d="M5 9a4 4 0 0 1 4-4h14a4 4 0 0 1 4 4v9a4 4 0 0 1-4 4h-8.5l-5.5 5v-5.2A4 4 0 0 1 5 18z"
        />
        <circle cx="12" cy="13.5" r="1.9" fill="currentColor" stroke="none" />
        <circle cx="20" cy="13.5" r="1.9" fill="currentColor" stroke="none" />
      </svg>
    </span>
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
