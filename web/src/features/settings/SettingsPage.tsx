import { IconLock } from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import { type ComponentType, lazy, type LazyExoticComponent, Suspense } from 'react'
import { useWorkspace } from '~/app/session'
import { useTitle } from '~/app/useTitle'
import { useWords } from '~/i18n'
import { isAtLeast } from '~/model/access'
import { sectionsFor, settingsSections, type SettingsSection } from '~/model/settings'
import { Blank } from '~/ui'
import { Page } from '~/ui/page'
import css from './Settings.module.css'
import { useSettingsWords } from './words'

const route = getRouteApi('/settings/{-$section}')

const screens: Record<SettingsSection, LazyExoticComponent<ComponentType>> = {
  account: lazy(() => import('./account/AccountSection').then((file) => ({ default: file.AccountSection }))),
  workspace: lazy(() => import('./WorkspaceSection').then((file) => ({ default: file.WorkspaceSection }))),
  channels: lazy(() => import('./channels/ChannelsSection').then((file) => ({ default: file.ChannelsSection }))),
  team: lazy(() => import('./TeamSection').then((file) => ({ default: file.TeamSection }))),
  inbox: lazy(() => import('./inbox/InboxSection').then((file) => ({ default: file.InboxSection }))),
  queues: lazy(() => import('./inbox/QueuesSection').then((file) => ({ default: file.QueuesSection }))),
  labels: lazy(() => import('./inbox/LabelsSection').then((file) => ({ default: file.LabelsSection }))),
  replies: lazy(() => import('./inbox/RepliesSection').then((file) => ({ default: file.RepliesSection }))),
  fields: lazy(() => import('./fields/FieldsSection').then((file) => ({ default: file.FieldsSection }))),
  'api-keys': lazy(() => import('./KeysSection').then((file) => ({ default: file.KeysSection }))),
  webhooks: lazy(() => import('./webhooks/WebhooksSection').then((file) => ({ default: file.WebhooksSection }))),
  health: lazy(() => import('./health/HealthSection').then((file) => ({ default: file.HealthSection }))),
  audit: lazy(() => import('./AuditSection').then((file) => ({ default: file.AuditSection }))),
}

/** All settings by subject; what somebody may not touch is not offered. */
export function SettingsPage() {
  const words = useSettingsWords()
  const common = useWords()
  const { role } = useWorkspace()
  const { section = 'workspace' } = route.useParams()
  const open = section in settingsSections ? (section as SettingsSection) : 'workspace'
  const Screen = screens[open]
  const name = common.nav.sections[open] ?? open
  useTitle(name)
  return (
    <Page fill title={words.title}>
      <div className={css.columns}>
        <nav className={css.nav} aria-label={words.nav}>
          {sectionsFor(role).map((id) => (
            <Link key={id} to="/settings/{-$section}" params={{ section: id }} className={css.link} data-here={id === open || undefined} aria-current={id === open ? 'page' : undefined}>
              {common.nav.sections[id]}
            </Link>
          ))}
        </nav>
        <div className={css.body}>
          <div className={css.inside}>
            {isAtLeast(role, settingsSections[open]) ? (
              <Suspense fallback={null}>
                <Screen key={open} />
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
