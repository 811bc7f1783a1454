import { both, fill, failing, menu, press, rest, see, small, words } from './acts.mjs'

const preview = see('template-preview')

export const templates = [
  ['templates', '/templates', see('template-row')],
  ['templates small', '/templates', see('template-row'), small],
  ['templates in spanish', '/templates', see('template-row'), { storage: { language: 'es' } }],
  ['templates none', '/templates?status=DISABLED', words('No template fits')],
  ['templates first', '/templates', see('starter-order_shipped'), { before: (world) => (world.office.templates = []) }],
  ['templates failed', '/templates', (page) => page.getByRole('alert').first().waitFor(), failing(/api.*templates$/)],
  ['template starters', '/templates/new', see('starter-order_shipped')],
  ['template new', '/templates/new?from=starter.seasonal_offer', preview],
  ['template blank', '/templates/new?from=blank', both(preview, press('hand-in'), words('to mend'))],
  ['template with flaws', '/templates/new?from=starter.order_shipped', both(preview, fill('template-body', '{{1}} {{3}}'), words('first or the last'))],
  ['template of a code', '/templates/1007', preview],
  ['template approved', '/templates/1001', preview],
  ['template in review', '/templates/1003', preview],
  ['template rejected', '/templates/1005', preview],
  ['template paused', '/templates/1006', preview],
  ['template foreign', '/templates/1004', words('cards')],
  ['template for a viewer', '/templates/1001', preview, { before: (world) => (world.role = 'viewer') }],
  ['template small', '/templates/1001', preview, small],
  ['template remove', '/templates/1001', both(preview, menu('template-more', 'Delete'), see('confirm'), rest)],
  ['template gone', '/templates/77', words('is not here'), { expected: /404/ }],
]
