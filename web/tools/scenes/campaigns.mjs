import { fillPlan, pickTemplate } from '../browser.mjs'
import { both, button, choose, dialog, failing, fill, press, rest, see, small, words } from './acts.mjs'

const next = press('next')
const report = see('recipient')
const file = (page) => page.getByTestId('list-file').setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('Name,Phone,Code\nAna,5491155550101,A1\nNobody,none,B2\n') })
const message = both(fillPlan, next, pickTemplate)
const schedule = both(message, next)
const none = { before: (world) => world.campaigns.all.clear() }

export const campaigns = [
  ['campaign list', '/campaigns', see('campaign-row')],
  ['campaign list running', '/campaigns?state=running', see('campaign-row')],
  ['campaign list first', '/campaigns', both(see('new-campaign'), rest), none],
  ['campaign list of a state, none', '/campaigns?state=failed', both(see('new-campaign'), rest)],
  ['campaign list failed', '/campaigns', (page) => page.getByRole('alert').first().waitFor(), failing(/broadcasts$/)],
  ['campaign list small', '/campaigns', see('campaign-row'), small],
  ['campaign audience', '/campaigns/new/audience', both(fillPlan, see('count'), rest)],
  ['campaign audience, why not her', '/campaigns/new/audience', both(fillPlan, fill('find-contact', 'Ana'), press('found-contact'), see('why-out'))],
  ['campaign list of people', '/campaigns/new/audience', both(choose('audience-kind', 'phones'), file, see('list'))],
  ['campaign chosen people', '/campaigns/new/audience', both(choose('audience-kind', 'contacts'), rest)],
  ['campaign of a segment', '/campaigns/new/audience', both(choose('audience-kind', 'segment'), see('audience-segment'), rest)],
  ['campaign message', '/campaigns/new/audience', message],
  ['campaign message compared', '/campaigns/new/audience', both(message, press('add-variant'), (page) => page.getByTestId('variant').nth(1).waitFor())],
  ['campaign with a flow', '/campaigns/new/audience', both(fillPlan, next, choose('message-kind', 'flow'), see('campaign-flow'), rest)],
  ['campaign schedule', '/campaigns/new/audience', both(schedule, press('when-at', 'slower'), rest)],
  ['campaign review', '/campaigns/new/audience', both(schedule, next, see('cost'), fill('type-number', '4192'))],
  ['campaign audience small', '/campaigns/new/audience', both(fillPlan, rest), small],
  ['campaign in spanish', '/campaigns/new/audience', fillPlan, { storage: { language: 'es' } }],
  ['campaign report', '/campaigns/5', both(report, (page) => page.waitForTimeout(3200))],
  ['campaign report as tables', '/campaigns/5?table=true&show=failed', report],
  ['campaign report paused', '/campaigns/3?show=failed', report, { height: 1500 }],
  ['campaign report to be cancelled', '/campaigns/3', both(report, press('cancel'), see('cancel-yes'), rest)],
  ['campaign report speed', '/campaigns/5', both(report, button(/peed/), dialog, rest)],
  ['campaign report retry', '/campaigns/3', both(report, press('retry'), see('retry-yes'), rest)],
  ['campaign report completed', '/campaigns/1', report],
  ['campaign report cancelled', '/campaigns/2', report],
  ['campaign report scheduled', '/campaigns/4', both(see('standing'), rest)],
  ['campaign report draft', '/campaigns/6', words('Navidad')],
  ['campaign report gone', '/campaigns/77', both((page) => page.getByRole('alert').first().waitFor()), { expected: /404/ }],
  ['campaign report small', '/campaigns/5', report, { width: 390, height: 1600 }],
  ['campaign report in spanish', '/campaigns/5', report, { storage: { language: 'es' } }],
  ['campaign sequences', '/campaigns/sequences', see('sequence-row')],
  ['campaign sequences first', '/campaigns/sequences', both(see('new-sequence'), rest), { before: (world) => (world.campaigns.withSequences = false) }],
  ['campaign sequence', '/campaigns/sequences/2', see('entry')],
  ['campaign sequence draft', '/campaigns/sequences/1', see('sequence-step'), { height: 1300 }],
  ['campaign sequence small', '/campaigns/sequences/2', see('entry'), small],
]
