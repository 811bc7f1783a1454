// Accessibility checks of the built pages, against the mock: node tools/axe.mjs
import { readFileSync } from 'node:fs'
import { startMock } from '../dev/mock-server.mjs'
import { openBrowser, openPage, sayHi } from './browser.mjs'

const axe = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const browser = await openBrowser()
let failed = 0

for (const scheme of ['light', 'dark']) {
  const mock = await startMock({ port: 0 })
  const visit = async (name, path, act, options = {}) => {
    if (!name.includes(process.env.ONLY ?? '')) return
    const { page, complaints, close } = await openPage(browser, { scheme, ...options })
    await page.goto(`http://127.0.0.1:${mock.port}${path}`)
    await act(page)
    await page.evaluate(axe)
    const { violations: found } = await page.evaluate((run) => window.axe.run(document, { runOnly: run }), tags)
    // Overlays live outside the landmarks by nature. A drawing can be zoomed out; the outline offers the same in full size.
    const excused = ({ id, node }) => (id === 'region' && node.html.includes('mantine-')) || (id === 'target-size' && node.drawn)
    for (const violation of found)
      for (const node of violation.nodes) node.drawn = await page.evaluate((target) => document.querySelector(target)?.closest('.react-flow__viewport') !== null, node.target[0])
    const violations = found.map((each) => ({ ...each, nodes: each.nodes.filter((node) => !excused({ id: each.id, node })) })).filter((each) => each.nodes.length > 0)
    for (const { id, impact, nodes } of violations) {
      failed++
      console.log(`${name} ${scheme}: ${id} (${impact})`)
      nodes.slice(0, 3).forEach((node) => console.log(`    ${node.html.slice(0, 160)}\n    ${node.failureSummary?.split('\n')[1] ?? ''}`))
    }
    for (const complaint of complaints) {
      failed++
      console.log(`${name} ${scheme}: ${complaint}`)
    }
    await close()
  }
  const list = (page) => page.getByTestId('inbox-row').first().waitFor()
  const thread = (page) => page.getByTestId('bubble').first().waitFor()

  await visit('inbox and phone', '/inbox', async (page) => {
    await list(page)
    await sayHi(page)
    await thread(page)
  })
  await visit('thread', '/inbox/1', thread)
  await visit('kinds and contact', '/inbox/2', thread, { storage: { phone: 'closed' } })
  await visit('contact over the thread', '/inbox/1', async (page) => {
    await thread(page)
    await page.getByRole('button', { name: 'Contact', exact: true }).click()
  })
  await visit('menu', '/inbox', async (page) => {
    await list(page)
    await page.getByRole('button', { name: 'Appearance and language' }).click()
    await page.getByRole('menuitemradio', { name: 'Dark' }).waitFor()
    await page.waitForTimeout(200)
  })
  await visit('search without match', '/inbox?search=zzz', (page) => page.getByText('No match').waitFor())
  await visit('narrow', '/inbox/1', thread, { width: 800 })
  await visit('small list', '/inbox', list, { width: 320, height: 640 })
  await visit('simulator', '/simulator', async (page) => {
    await page.getByTestId('phone-choice').nth(1).click()
    await page.getByTestId('phone-list').last().click()
    await page.getByRole('dialog').waitFor()
  })
  await visit('whose phone', '/simulator', async (page) => {
    await page.getByRole('button', { name: /Whose phone/ }).click()
    await page.getByTestId('phone-number').fill('12')
  })
  const canvas = (page) => page.getByTestId('step').nth(2).waitFor()
  await visit('flows', '/flows', (page) => page.getByTestId('flow-row').first().waitFor())
  await visit('new flow', '/flows', async (page) => {
    await page.getByTestId('new-flow').click()
    await page.getByTestId('new-welcome').waitFor()
  })
  await visit('flow', '/flows/turnos', async (page) => {
    await canvas(page)
    await page.getByTestId('issues-toggle').click()
    await page.getByTestId('issue').first().waitFor()
  })
  await visit('flow, a text edited', '/flows/turnos', async (page) => {
    await canvas(page)
    await page.locator('[data-field=text]').first().click()
    await page.keyboard.type(' {{ c')
    await page.getByRole('option').first().waitFor()
  })
  await visit('flow settings', '/flows/turnos?panel=settings', canvas)
  await visit('step settings', '/flows/turnos', async (page) => {
    await canvas(page)
    await page.locator('[data-type=options] h3').click()
    await page.keyboard.press('i')
    await page.locator('[data-testid=leads]').first().waitFor()
  })
  await visit('flow tried', '/flows/welcome?panel=try', async (page) => {
    await canvas(page)
    await page.getByTestId('try-start').click()
    await page.getByTestId('try-choice').first().waitFor()
  })
  await visit('flow history', '/flows/turnos?panel=history', async (page) => {
    await canvas(page)
    await page.getByTestId('version').first().click()
    await page.getByText('added since').first().waitFor()
  })
  await visit('flow traffic', '/flows/turnos', async (page) => {
    await canvas(page)
    await page.getByTestId('traffic-toggle').click()
    await page.waitForTimeout(200)
  })
  await visit('flow published', '/flows/welcome', async (page) => {
    await canvas(page)
    await page.getByTestId('publish').click()
    await page.locator('[data-testid=publish-now]:enabled').waitFor()
  })
  await visit('flow outline', '/flows/turnos?view=outline', async (page) => page.getByTestId('outline-line').nth(2).click())
  await visit('flow on a phone', '/flows/turnos', (page) => page.getByTestId('outline-line').first().waitFor(), { width: 390, height: 780 })
  await visit('not found', '/nowhere', (page) => page.getByText('does not exist').waitFor())
  mock.stop()
}

await browser.close()
console.log(failed === 0 ? 'no violations' : `${failed} violations`)
process.exit(failed === 0 ? 0 : 1)
