// Pictures of the built pages, against the mock: [ONLY=part of a name] node tools/shots.mjs [folder]
import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startMock } from '../dev/mock-server.mjs'
import { openBrowser, openPage, sayHi } from './browser.mjs'

const folder = process.argv[2] ?? join(tmpdir(), 'web-shots')
mkdirSync(folder, { recursive: true })
const browser = await openBrowser()

for (const scheme of ['light', 'dark']) {
  const mock = await startMock({ port: 0 })
  const at = (path) => `http://127.0.0.1:${mock.port}${path}`
  const shot = async (name, path, act, options = {}) => {
    if (!name.includes(process.env.ONLY ?? '')) return
    const { page, complaints, close } = await openPage(browser, { scheme, ...options })
    await page.goto(at(path))
    await page.waitForLoadState('load')
    await act?.(page)
    await page.waitForTimeout(400)
    await page.screenshot({ path: join(folder, `${name}-${scheme}.png`) })
    if (complaints.length > 0) console.log(name, scheme, complaints)
    await close()
  }
  const list = (page) => page.getByTestId('inbox-row').first().waitFor()
  const thread = (page) => page.getByTestId('bubble').first().waitFor()

  await shot('first', '/', async (page) => {
    await list(page)
    await sayHi(page)
    await page.getByTestId('phone-choice').nth(1).click()
    await page.getByTestId('phone-list').waitFor()
    await page.locator('[data-testid=tick][data-status=read]').nth(2).waitFor()
  })
  await shot('thread', '/inbox/1', thread)
  await shot('kinds', '/inbox/2', thread, { storage: { phone: 'closed' } })
  await shot('narrow', '/inbox/1', thread, { width: 800 })
  await shot('narrow-list', '/inbox', list, { width: 800 })
  await shot('small', '/inbox/1', thread, { width: 390, height: 780 })
  await shot('simulator', '/simulator', async (page) => {
    await page.getByRole('button', { name: 'phone', exact: true }).click()
    await page.getByTestId('phone-input').first().fill('hi')
    await page.getByTestId('phone-send').first().click()
    await page.getByTestId('phone-choice').nth(1).click()
    await page.getByTestId('phone-list').click()
  })

  const canvas = (page) => page.getByTestId('step').nth(2).waitFor()
  const step = (page, name) => page.locator('.react-flow__node').filter({ hasText: name }).first()
  await shot('flow-list', '/flows', (page) => page.getByTestId('flow-row').first().waitFor())
  await shot('flow-new', '/flows', async (page) => {
    await page.getByTestId('new-flow').click()
    await page.getByTestId('new-welcome').waitFor()
  })
  await shot('flow-edit', '/flows/turnos', async (page) => {
    await canvas(page)
    await page.getByTestId('issues-toggle').click()
    await page.getByTestId('issue').first().waitFor()
  })
  await shot('flow-settings', '/flows/turnos', async (page) => {
    await canvas(page)
    await step(page, '¿Es VIP?').locator('h3').click()
    await page.keyboard.press('i')
  })
  await shot('flow-inline', '/flows/turnos', async (page) => {
    await canvas(page)
    await step(page, 'Tengo lugar').locator('[data-field=text]').click()
    await page.keyboard.type(' {{ d')
  })
  await shot('flow-try', '/flows/turnos?panel=try', async (page) => {
    await canvas(page)
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
  })
  await shot('flow-history', '/flows/turnos?panel=history', async (page) => {
    await canvas(page)
    await page.getByTestId('version').first().click()
  })
  await shot('flow-traffic', '/flows/turnos', async (page) => {
    await canvas(page)
    await page.getByTestId('traffic-toggle').click()
  })
  await shot('flow-publish', '/flows/welcome', async (page) => {
    await canvas(page)
    await page.getByTestId('publish').click()
    await page.locator('[data-testid=publish-now]:enabled').waitFor()
  })
  await shot('flow-outline', '/flows/turnos?view=outline', async (page) => {
    await page.getByTestId('outline-line').nth(3).click()
  })
  await shot('flow-100', '/flows/big', canvas)
  await shot('flow-300', '/flows/huge', canvas)
  await shot('flow-spanish', '/flows/turnos?panel=settings', canvas, { storage: { language: 'es' } })
  await shot('flow-small', '/flows/turnos', (page) => page.getByTestId('outline-line').first().waitFor(), { width: 390, height: 780 })
  mock.stop()
}

await browser.close()
console.log(folder)
