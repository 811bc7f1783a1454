// Pictures of the built pages, against the mock: node tools/shots.mjs [folder]
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
  mock.stop()
}

await browser.close()
console.log(folder)
