import {
  type AsyncRouteComponent,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import type { View } from '~/api/types'
import { type Condition, readConditions } from '~/model/conditions'
import { Known } from './Known'
import { Broken, NotFound } from './problems'
import { Frame } from './Shell'

const root = createRootRoute({ component: Frame, notFoundComponent: NotFound, errorComponent: Broken })

/** A screen that needs to know who is here before it begins. */
function behind(Screen: AsyncRouteComponent<object>) {
  const Behind = () => (
    <Known>
      <Screen />
    </Known>
  )
  return Object.assign(Behind, { preload: Screen.preload })
}

const word = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { to?: string } => ({ to: word(search.to) }),
  component: lazyRouteComponent(() => import('~/features/access/SignInPage'), 'SignInPage'),
})

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  validateSearch: (search: Record<string, unknown>): { token?: string } => ({ token: search.token === undefined ? undefined : String(search.token) }),
  component: lazyRouteComponent(() => import('~/features/access/SetupPage'), 'SetupPage'),
})

const invite = createRoute({
  getParentRoute: () => root,
  path: '/invite',
  component: lazyRouteComponent(() => import('~/features/access/InvitePage'), 'InvitePage'),
})

const index = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/inbox/{-$conversation}', replace: true })
  },
})

export interface InboxSearch {
  view?: View
  search?: string
}

const views: readonly string[] = ['bot', 'unassigned', 'mine']

const inbox = createRoute({
  getParentRoute: () => root,
  path: '/inbox/{-$conversation}',
  validateSearch: (search: Record<string, unknown>): InboxSearch => ({
    view: views.includes(String(search.view)) ? (search.view as View) : undefined,
    search: search.search === undefined || search.search === '' ? undefined : String(search.search),
  }),
  component: lazyRouteComponent(() => import('~/features/inbox/InboxPage'), 'InboxPage'),
})

const simulator = createRoute({
  getParentRoute: () => root,
  path: '/simulator',
  validateSearch: (search: Record<string, unknown>): { phone?: string } => ({
    phone: search.phone === undefined || search.phone === '' ? undefined : String(search.phone),
  }),
  component: lazyRouteComponent(() => import('~/features/simulator/SimulatorPage'), 'SimulatorPage'),
})

const flows = createRoute({
  getParentRoute: () => root,
  path: '/flows',
  component: lazyRouteComponent(() => import('~/features/flows/list/FlowsPage'), 'FlowsPage'),
})

export interface FlowSearch {
  panel?: 'settings' | 'try' | 'history'
  view?: 'outline'
  step?: string
}

const panels: readonly unknown[] = ['settings', 'try', 'history']

const flow = createRoute({
  getParentRoute: () => root,
  path: '/flows/$flow',
  validateSearch: (search: Record<string, unknown>): FlowSearch => ({
    panel: panels.includes(search.panel) ? (search.panel as FlowSearch['panel']) : undefined,
    view: search.view === 'outline' ? 'outline' : undefined,
    step: typeof search.step === 'string' && search.step !== '' ? search.step : undefined,
  }),
  component: lazyRouteComponent(() => import('~/features/flows/editor/FlowPage'), 'FlowPage'),
})

export interface ContactsSearch {
  search?: string
  where?: Condition[]
}

const contacts = createRoute({
  getParentRoute: () => root,
  path: '/contacts',
  validateSearch: (search: Record<string, unknown>): ContactsSearch => ({
    search: search.search === undefined || search.search === '' ? undefined : String(search.search),
    where: readConditions(search.where),
  }),
  component: behind(lazyRouteComponent(() => import('~/features/contacts/list/ContactsPage'), 'ContactsPage')),
})

const contact = createRoute({
  getParentRoute: () => root,
  path: '/contacts/$contact',
  component: behind(lazyRouteComponent(() => import('~/features/contacts/profile/ContactPage'), 'ContactPage')),
})

const imports = createRoute({
  getParentRoute: () => root,
  path: '/contacts/import',
  component: behind(lazyRouteComponent(() => import('~/features/contacts/importing/ImportsPage'), 'ImportsPage')),
})

const imported = createRoute({
  getParentRoute: () => root,
  path: '/contacts/import/$import',
  component: behind(lazyRouteComponent(() => import('~/features/contacts/importing/ImportPage'), 'ImportPage')),
})

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings/{-$section}',
  component: behind(lazyRouteComponent(() => import('~/features/settings/SettingsPage'), 'SettingsPage')),
})

export const router = createRouter({
  routeTree: root.addChildren([index, signIn, setup, invite, inbox, flows, flow, contacts, imports, imported, contact, settings, simulator]),
  defaultPreload: 'intent',
  defaultErrorComponent: Broken,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
