import { both, button, dialog, failing, menu, press, rest, see, small, words } from './acts.mjs'

const vips = '?where=%5B%7B%22attribute%22%3A%22tag%22%2C%22op%22%3A%22has%22%2C%22value%22%3A%22vip%22%7D%5D'
const mark = (n) => (page) => page.getByRole('checkbox').nth(n).check()
const alert = (page) => page.getByRole('alert').first().waitFor()
const spanish = { storage: { language: 'es' } }

export const contacts = [
  ['contacts', '/contacts', see('contact')],
  ['contacts filtered', `/contacts${vips}`, both(see('contact'), mark(1), see('bulk'))],
  ['contacts of a segment', '/contacts?segment=1', both(see('contact'), words('Segment: VIPs'))],
  ['contacts nobody found', '/contacts?search=zzzz', words('Nobody matches')],
  ['contacts none yet', '/contacts', words('No contacts yet'), { before: (world) => (world.office.contacts = []) }],
  ['contacts failed', '/contacts', alert, failing(/api.*\/contacts$/)],
  ['contacts for a viewer', '/contacts', see('contact'), { before: (world) => (world.role = 'viewer') }],
  ['contacts small', '/contacts', see('contact'), small],
  ['contacts in spanish', '/contacts', see('contact'), spanish],
  ['contact filter', '/contacts', both(see('contact'), press('add-filter'), see('filter-attribute'), rest)],
  ['contact add', '/contacts?add=true', both(see('contact'), dialog, rest)],
  ['contact', '/contacts/1', see('consent')],
  ['contact without a name', '/contacts/8', see('consent')],
  ['contact small', '/contacts/1', see('consent'), small],
  ['contact in spanish', '/contacts/1', see('consent'), spanish],
  ['contact merge', '/contacts/1', both(see('consent'), menu('contact-more', 'Merge'), words('Which other'), rest)],
  ['contact merge compared', '/contacts/1', both(see('consent'), menu('contact-more', 'Merge'), words('Which other'), (page) => page.getByRole('dialog').getByRole('button').filter({ hasText: 'Bruno' }).first().click(), see('merge'), rest)],
  ['contact erase', '/contacts/1', both(see('consent'), menu('contact-more', 'Erase'), rest)],
  ['contact gone', '/contacts/99999', words('is not here'), { expected: /404/ }],
  ['segments', '/contacts/segments', see('segment-total')],
  ['segments none', '/contacts/segments', both(see('new-segment'), rest), { before: (world) => (world.office.segments = []) }],
  ['segments small', '/contacts/segments', see('segment-total'), small],
  ['segment new', '/contacts/segments?edit=new', both(see('segment-name'), rest)],
  ['segment with a group', '/contacts/segments?edit=2', both(see('condition'), see('segment-count'), rest)],
  ['segment as text', '/contacts/segments?edit=3', both(see('segment-name'), words('deeper than'), rest)],
  ['segment remove', '/contacts/segments', both(see('segment-total'), button(/^Delete/), see('confirm'), rest)],
  ['imports', '/contacts/import', words('november.csv')],
  ['imports none', '/contacts/import', both((page) => page.getByTestId('import-file').waitFor({ state: 'attached' }), rest), { before: (world) => (world.office.imports = []) }],
  ['import mapping', '/contacts/import/1', see('import-column')],
  ['import report', '/contacts/import/2', see('import-rejected')],
  ['import running', '/contacts/import/3', see('import-report')],
  ['import failed', '/contacts/import/4', see('import-report')],
  ['import gone', '/contacts/import/77', alert, { expected: /404/ }],
]
