import {
  type AsyncRouteComponent,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import type { CampaignState, RecipientWord } from '~/api/types'
import { type Condition, readConditions } from '~/model/conditions'
import { readQuery, writeQuery } from '~/model/listQuery'
import { kept } from '~/storage'
import { Known } from './Known'
import { keptPlace } from './place'
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

/** Something new to be made: its dialog is open. */
export interface AddSearch {
  add?: true
}

const readAdd = (search: Record<string, unknown>): AddSearch => ({ add: search.add === true || undefined })

const index = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    if (kept('home') !== null) throw redirect({ href: keptPlace(), replace: true })
  },
  component: behind(lazyRouteComponent(() => import('~/features/home/StartPage'), 'StartPage')),
})

const home = createRoute({
  getParentRoute: () => root,
  path: '/home',
  component: behind(lazyRouteComponent(() => import('~/features/home/HomePage'), 'HomePage')),
})

export type InboxSearch = ReturnType<typeof writeQuery>

const inbox = createRoute({
  getParentRoute: () => root,
  path: '/inbox/{-$conversation}',
  validateSearch: (search: Record<string, unknown>): InboxSearch => writeQuery(readQuery(search)),
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
  validateSearch: readAdd,
  component: lazyRouteComponent(() => import('~/features/flows/list/FlowsPage'), 'FlowsPage'),
})

export interface FlowSearch {
  panel?: 'settings' | 'try' | 'tests' | 'history'
  view?: 'outline'
  step?: string
}

const panels: readonly unknown[] = ['settings', 'try', 'tests', 'history']

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

export interface ContactsSearch extends AddSearch {
  search?: string
  where?: Condition[]
  segment?: number
}

const contacts = createRoute({
  getParentRoute: () => root,
  path: '/contacts',
  validateSearch: (search: Record<string, unknown>): ContactsSearch => ({
    search: search.search === undefined || search.search === '' ? undefined : String(search.search),
    where: readConditions(search.where),
    segment: Number.isSafeInteger(search.segment) ? (search.segment as number) : undefined,
    ...readAdd(search),
  }),
  component: behind(lazyRouteComponent(() => import('~/features/contacts/list/ContactsPage'), 'ContactsPage')),
})

export interface SegmentsSearch {
  /** The segment whose rule is open, or a new one. */
  edit?: number | 'new'
  /** What a new one begins with. */
  where?: Condition[]
}

const segments = createRoute({
  getParentRoute: () => root,
  path: '/contacts/segments',
  validateSearch: (search: Record<string, unknown>): SegmentsSearch => ({
    edit: search.edit === 'new' || Number.isSafeInteger(search.edit) ? (search.edit as SegmentsSearch['edit']) : undefined,
    where: readConditions(search.where),
  }),
  component: behind(lazyRouteComponent(() => import('~/features/contacts/segments/SegmentsPage'), 'SegmentsPage')),
})

export interface TemplatesSearch {
  search?: string
  status?: string
}

const templates = createRoute({
  getParentRoute: () => root,
  path: '/templates',
  validateSearch: (search: Record<string, unknown>): TemplatesSearch => ({ search: word(search.search), status: word(search.status) }),
  component: behind(lazyRouteComponent(() => import('~/features/templates/list/TemplatesPage'), 'TemplatesPage')),
})

const newTemplate = createRoute({
  getParentRoute: () => root,
  path: '/templates/new',
  validateSearch: (search: Record<string, unknown>): { from?: string; name?: string } => ({ from: word(search.from), name: word(search.name) }),
  component: behind(lazyRouteComponent(() => import('~/features/templates/editor/NewTemplatePage'), 'NewTemplatePage')),
})

const template = createRoute({
  getParentRoute: () => root,
  path: '/templates/$template',
  component: behind(lazyRouteComponent(() => import('~/features/templates/editor/TemplatePage'), 'TemplatePage')),
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

/** Of the webhooks: the one that is open, the state of its deliveries, and the delivery that is open. */
export interface SettingsSearch extends AddSearch {
  webhook?: string
  state?: 'waiting' | 'delivered' | 'failed'
  delivery?: string
}

const deliveryStates: readonly unknown[] = ['waiting', 'delivered', 'failed']
const campaignStates: readonly unknown[] = ['draft', 'scheduled', 'running', 'paused', 'completed', 'cancelled', 'failed']

const campaigns = createRoute({
  getParentRoute: () => root,
  path: '/campaigns',
  validateSearch: (search: Record<string, unknown>): { state?: CampaignState } => ({
    state: campaignStates.includes(search.state) ? (search.state as CampaignState) : undefined,
  }),
  component: behind(lazyRouteComponent(() => import('~/features/campaigns/list/CampaignsPage'), 'CampaignsPage')),
})

const newCampaign = createRoute({
  getParentRoute: () => root,
  path: '/campaigns/new',
  beforeLoad: () => {
    throw redirect({ to: '/campaigns/new/$step', params: { step: 'audience' }, replace: true })
  },
})

const campaignStep = createRoute({
  getParentRoute: () => root,
  path: '/campaigns/new/$step',
  validateSearch: (search: Record<string, unknown>): { draft?: number } => ({
    draft: Number.isSafeInteger(Number(search.draft)) && Number(search.draft) > 0 ? Number(search.draft) : undefined,
  }),
  component: behind(lazyRouteComponent(() => import('~/features/campaigns/wizard/WizardPage'), 'WizardPage')),
})

export interface CampaignSearch {
  show?: RecipientWord | 'replied' | 'clicked' | 'goal'
  variant?: string
  table?: true
}

const recipientWords: readonly unknown[] = ['waiting', 'inFlight', 'accepted', 'delivered', 'read', 'failed', 'skipped', 'unknown', 'replied', 'clicked', 'goal']

const campaign = createRoute({
  getParentRoute: () => root,
  path: '/campaigns/$campaign',
  validateSearch: (search: Record<string, unknown>): CampaignSearch => ({
    show: recipientWords.includes(search.show) ? (search.show as CampaignSearch['show']) : undefined,
    variant: word(search.variant),
    table: search.table === true ? true : undefined,
  }),
  component: behind(lazyRouteComponent(() => import('~/features/campaigns/report/ReportPage'), 'ReportPage')),
})

const sequences = createRoute({
  getParentRoute: () => root,
  path: '/campaigns/sequences',
  component: behind(lazyRouteComponent(() => import('~/features/campaigns/sequences/SequencesPage'), 'SequencesPage')),
})

const entryStates: readonly unknown[] = ['in', 'through', 'left']

const sequence = createRoute({
  getParentRoute: () => root,
  path: '/campaigns/sequences/$sequence',
  validateSearch: (search: Record<string, unknown>): { show?: 'in' | 'through' | 'left' } => ({
    show: entryStates.includes(search.show) ? (search.show as 'in' | 'through' | 'left') : undefined,
  }),
  component: behind(lazyRouteComponent(() => import('~/features/campaigns/sequences/SequencePage'), 'SequencePage')),
})

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings/{-$section}',
  validateSearch: (search: Record<string, unknown>): SettingsSearch => ({
    ...readAdd(search),
    webhook: word(search.webhook),
    state: deliveryStates.includes(search.state) ? (search.state as SettingsSearch['state']) : undefined,
    delivery: search.delivery === undefined || search.delivery === '' ? undefined : String(search.delivery),
  }),
  component: behind(lazyRouteComponent(() => import('~/features/settings/SettingsPage'), 'SettingsPage')),
})

export const router = createRouter({
  routeTree: root.addChildren([index, signIn, setup, invite, inbox, flows, flow, campaigns, newCampaign, campaignStep, campaign, sequences, sequence, contacts, imports, imported, contact, home, segments, templates, newTemplate, template, settings, simulator]),
  defaultPreload: 'intent',
  defaultErrorComponent: Broken,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
