import { IconLock } from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useWorkspace } from '~/app/session'
import { useTitle } from '~/app/useTitle'
import { useWords } from '~/i18n'
import { isAtLeast, type Role } from '~/model/access'
import { Blank } from '~/ui'
import { Page } from '~/ui/page'
import css from './Settings.module.css'
import { useSettingsWords } from './words'

const route = getRouteApi('/settings/{-$section}')

const sections = [
  { id: 'workspace', least: 'viewer', Screen: lazy(() => import('./WorkspaceSection').then((file) => ({ default: file.WorkspaceSection }))) },
  { id: 'channels', least: 'admin', Screen: lazy(() => import('./channels/ChannelsSection').then((file) => ({ default: file.ChannelsSection }))) },
  { id: 'team', least: 'viewer', Screen: lazy(() => import('./TeamSection').then((file) => ({ default: file.TeamSection }))) },
  { id: 'api-keys', least: 'admin', Screen: lazy(() => import('./KeysSection').then((file) => ({ default: file.KeysSection }))) },
  { id: 'audit', least: 'admin', Screen: lazy(() => import('./AuditSection').then((file) => ({ default: file.AuditSection }))) },
] as const satisfies readonly { id: string; least: Role; Screen: unknown }[]

/** All settings by subject; what somebody may not touch is not offered. */
export function SettingsPage() {
  const words = useSettingsWords()
  const common = useWords()
  const { role } = useWorkspace()
  const { section = 'workspace' } = route.useParams()
  const open = sections.find(({ id }) => id === section) ?? sections[0]
  const name = words.sections[open.id] ?? open.id
  useTitle(name)
  return (
    <Page fill title={words.title}>
      <div className={css.columns}>
        <nav className={css.nav} aria-label={words.nav}>
          {sections
            .filter(({ least }) => isAtLeast(role, least))
            .map(({ id }) => (
              <Link key={id} to="/settings/{-$section}" params={{ section: id }} className={css.link} data-here={id === open.id || undefined} aria-current={id === open.id ? 'page' : undefined}>
                {words.sections[id]}
              </Link>
            ))}
        </nav>
        <div className={css.body}>
          <div className={css.inside}>
            {isAtLeast(role, open.least) ? (
              <Suspense fallback={null}>
                <open.Screen key={open.id} />
              </Suspense>
            ) : (
              <Blank icon={<IconLock size={28} />} title={common.common.forbidden} hint={common.common.forbiddenHint} />
            )}
          </div>
        </div>
      </div>
    </Page>
  )
}
