// The thread and the composer in each of their modes.
import { both, see } from './acts.mjs'

const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkqPpfDwADZgHPEYhB9AAAAABJRU5ErkJggg==', 'base64')
const input = (page) => page.getByTestId('composer-input')
const up = (distance) => async (page) => {
  // It goes by itself to where it begins.
  await page.waitForTimeout(700)
  await page.getByRole('log').evaluate((log, by) => log.scrollBy(0, -by), distance)
  await page.waitForTimeout(300)
}
const file = (name, mimeType) => (page) => page.getByTestId('file-input').setInputFiles({ name, mimeType, buffer: png })

export const talk = [
  ['talk failures', '/inbox/2', up(0)],
  ['talk notes and orders', '/inbox/2', up(640)],
  ['talk forms and cards', '/inbox/2', up(1240)],
  ['talk files', '/inbox/2', up(1840)],
  ['talk choices', '/inbox/2', up(2800)],
  ['talk mention', '/inbox/13', async (page) => {
    await page.getByTestId('tab-note').click()
    await input(page).fill('Ask @L')
    await page.getByRole('option').first().waitFor()
  }],
  ['talk saved reply', '/inbox/14', async (page) => {
    await input(page).fill('/ho')
    await page.getByRole('option').first().waitFor()
  }],
  ['talk emoji', '/inbox/15', async (page) => {
    await page.getByTestId('emoji-open').click()
    await page.getByTestId('emoji-picker').waitFor()
  }],
  ['talk file and quote', '/inbox/16', async (page) => {
    await file('receta.png', 'image/png')(page)
    await input(page).fill('Acá va la receta')
    await page.getByTestId('bubble').last().hover()
    await page.locator('[data-act=reply]').last().click()
    await page.getByTestId('quote-bar').waitFor()
  }],
  ['talk file refused', '/inbox/17', file('todo.zip', 'application/zip')],
  ['talk reactions', '/inbox/18', async (page) => {
    await page.getByTestId('bubble').last().hover()
    await page.locator('[data-act=react]').last().click()
    await page.getByTestId('quick-reactions').waitFor()
  }],
  ['talk template', '/inbox/19', async (page) => {
    await page.getByTestId('template-open').click()
    await page.getByTestId('template').first().click()
    await page.getByTestId('template-value').first().fill('Ana')
    await page.getByTestId('template-preview').waitFor()
  }],
  ['talk buttons', '/inbox/20', async (page) => {
    await input(page).fill('¿Qué día preferís?')
    await page.getByTestId('choices-open').click()
    await page.getByTestId('choice-title').first().fill('Jueves 16:00')
  }],
  ['talk later', '/inbox/21', async (page) => {
    await input(page).fill('Te escribo mañana')
    await page.getByTestId('schedule-open').click()
    await page.getByTestId('schedule-at').waitFor()
  }],
  ['talk scheduled', '/inbox/22', async (page) => {
    await input(page).fill('Te escribo mañana')
    await page.getByTestId('schedule-open').click()
    await page.getByTestId('schedule-confirm').click()
    await page.getByTestId('scheduled').getByRole('button').first().click()
    await page.getByTestId('scheduled-reply').first().waitFor()
  }],
  ['talk window closed', '/inbox/6', (page) => page.getByTestId('choose-template').waitFor()],
].map(([name, path, act]) => [name, path, both(see('bubble'), act), { storage: { phone: 'closed' } }])
