import { both, button, dialog, failing, key, press, rest, see, small, words } from './acts.mjs'

const canvas = (page) => page.getByTestId('step').nth(2).waitFor()
const step = (page, name) => page.locator('.react-flow__node').filter({ hasText: name }).first()
const type = (text) => (page) => page.keyboard.type(text)
const traffic = press('traffic-toggle')
const rowMenu = (item) => both(see('flow-row'), async (page) => {
  await page.getByTestId('flow-row').first().getByRole('button').last().click()
  await page.getByRole('menuitem', { name: item }).click()
  await page.getByRole('dialog').waitFor()
}, rest)
const tried = async (page) => {
  await step(page, 'Qué necesita').locator('button', { hasText: 'Hablar con' }).click()
  await page.getByTestId('item-input').fill('Una persona')
  await page.keyboard.press('Escape')
  await page.getByTestId('try-input').fill('turno')
  await page.getByTestId('try-input').press('Enter')
  await page.getByTestId('try-choice').first().click()
  await page.getByTestId('try-bubble').nth(3).waitFor()
  await page.getByTestId('try-input').fill('jueves')
  await page.getByTestId('try-input').press('Enter')
  await page.waitForTimeout(300)
}
/** Somebody else saves while this page has the old draft. */
const overtaken = async (page, world) => {
  world.flows.all.get('turnos').revision++
  await step(page, 'Tengo lugar').locator('[data-field=text]').click()
  await page.keyboard.type(' Mine.')
  await page.keyboard.press('Control+s')
  await page.getByTestId('conflict').waitFor()
}
const pulledOut = async (page) => {
  const box = await step(page, 'Tengo lugar').locator('.react-flow__handle.source').first().boundingBox()
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x + 60, box.y + 140, { steps: 4 })
  await page.mouse.up()
  await page.getByTestId('quick-add').waitFor()
}
const emptied = (world) => world.flows.all.clear()

export const flows = [
  ['flow list', '/flows', see('flow-row')],
  ['flow list first', '/flows', see('new-welcome'), { before: emptied }],
  ['flow list nothing found', '/flows', both(see('flow-row'), (page) => page.getByRole('searchbox').first().fill('zzz'), words('zzz'), rest)],
  ['flow list none archived', '/flows', both(see('flow-row'), button(/rchived/), rest)],
  ['flow list failed', '/flows', (page) => page.getByRole('alert').first().waitFor(), failing(/api.*\/flows$/)],
  ['flow list small', '/flows', see('flow-row'), small],
  ['flow new', '/flows', both(press('new-flow'), see('new-welcome'), rest)],
  ['flow import', '/flows', both(see('flow-row'), button('Import'), dialog, rest)],
  ['flow rename', '/flows', rowMenu('Rename')],
  ['flow remove', '/flows', rowMenu('Delete')],
  ['flow pause', '/flows', both(see('flow-row'), async (page) => {
    await page.getByTestId('flow-row').filter({ hasText: 'Welcome' }).getByRole('button').last().click()
    await page.getByRole('menuitem', { name: 'Pause' }).click()
  }, dialog, rest)],
  ['flow', '/flows/turnos', canvas],
  ['flow issues', '/flows/turnos', both(canvas, press('issues-toggle'), see('issue'))],
  ['flow text edited', '/flows/turnos', both(canvas, (page) => page.locator('[data-field=text]').first().click(), type(' {{ c'), (page) => page.getByRole('option').first().waitFor())],
  ['flow settings', '/flows/turnos?panel=settings', canvas],
  ['flow step settings', '/flows/turnos', both(canvas, (page) => page.locator('[data-type=options] h3').click(), key('i'), see('leads'))],
  ['flow condition settings', '/flows/turnos', both(canvas, (page) => step(page, '¿Es VIP?').locator('h3').click(), key('i'), rest)],
  ['flow template step', '/flows/turnos', both(canvas, (page) => step(page, 'Tengo lugar').locator('h3').click(), key('i'), (page) => page.locator('[data-field=useTemplate]').check(), (page) => page.locator('select[data-field=templateName]').selectOption('appointment_reminder es_AR'), words('in the text'), rest)],
  ['flow menu', '/flows/turnos', both(canvas, press('flow-more'), rest)],
  ['flow find', '/flows/turnos', both(canvas, key('Control+f'), type('turno'), rest)],
  ['flow quick add', '/flows/turnos', both(canvas, pulledOut, rest)],
  ['flow connect', '/flows/turnos', both(canvas, (page) => step(page, 'Tengo lugar').locator('h3').click(), key('c'), dialog, rest)],
  ['flow overtaken', '/flows/turnos', both(canvas, overtaken, rest), { expected: /409/ }],
  ['flow archived', '/flows/turnos', canvas, { before: (world) => (world.flows.all.get('turnos').state = 'archived') }],
  ['flow tried', '/flows/turnos?panel=try', both(canvas, tried)],
  ['flow tried welcome', '/flows/welcome?panel=try', both(canvas, press('try-start'), see('try-choice'))],
  ['flow tests', '/flows/turnos?panel=tests', both(canvas, see('accept-test'))],
  ['flow no tests', '/flows/lead?panel=tests', both(canvas, rest)],
  ['flow groups', '/flows/grouped', see('group')],
  ['flow who went a way', '/flows/turnos', both(canvas, traffic, (page) => page.locator('[data-testid=volume]:enabled').first().click(), see('passer'))],
  ['flow history', '/flows/turnos?panel=history', both(canvas, press('version'), words('added since'), rest)],
  ['flow traffic', '/flows/turnos', both(canvas, traffic, rest)],
  ['flow publish', '/flows/welcome', both(canvas, press('publish'), (page) => page.locator('[data-testid=publish-now]:enabled').waitFor(), rest)],
  ['flow publish refused', '/flows/turnos', both(canvas, press('publish'), dialog, rest), { expected: /422/ }],
  ['flow outline', '/flows/turnos?view=outline', (page) => page.getByTestId('outline-line').nth(2).click()],
  ['flow gone', '/flows/nowhere', words('does not exist'), { expected: /404/ }],
  ['flow failed', '/flows/turnos', (page) => page.getByRole('alert').first().waitFor(), failing(/draft/)],
  ['flow hundred nodes', '/flows/big', canvas],
  ['flow three hundred nodes', '/flows/huge', canvas],
  ['flow in spanish', '/flows/turnos?panel=settings', canvas, { storage: { language: 'es' } }],
  ['flow small', '/flows/turnos', see('outline-line'), small],
]
