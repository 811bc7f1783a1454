import { chromium } from 'playwright-core'

/** Chromium as it is installed on the machine; CHROMIUM names another one. */
export const openBrowser = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  })

/** A page with the given look; everything it complains about is collected. */
export async function openPage(browser, { width = 1440, height = 900, scheme = 'light', locale = 'en-GB', storage = {} } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, locale, reducedMotion: 'reduce' })
  await context.addInitScript((entries) => {
    for (const [key, value] of Object.entries(entries)) if (localStorage.getItem(key) === null) localStorage.setItem(key, value)
  }, { phones: JSON.stringify([{ phone: '5491155550001', name: 'Mateo Luna' }]), phone: 'open', ...storage })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const complaints = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(String(error)))
  return { page, complaints, close: () => context.close() }
}

/** Says hi on the docked phone and waits for the answer to be read. */
export async function sayHi(page) {
  await page.getByTestId('phone-input').fill('hi')
  await page.getByTestId('phone-send').click()
  await page.getByTestId('phone-choice').first().waitFor()
}

/** The first step of a campaign, filled. */
export async function fillPlan(page) {
  await page.getByTestId('campaign-name').fill('Promo noviembre')
  await page.getByTestId('campaign-channel').selectOption('1')
  await page.getByTestId('more-senders').locator('summary').click()
  await page.getByTestId('add-condition').click()
  await page.locator('[data-testid=next]:enabled').waitFor()
}

/** A template with its places filled. */
export async function pickTemplate(page) {
  await page.locator('[data-testid=template][data-name=promo_noviembre]').check()
  const places = page.getByTestId('place')
  await places.nth(0).getByTestId('place-text').fill('https://clinica.example/promo.jpg')
  await places.nth(1).getByTestId('place-from').selectOption('contact.name')
  await places.nth(1).getByTestId('place-text').fill('vecino')
  await places.nth(2).getByTestId('place-from').selectOption('contact.fields.city')
  await places.nth(2).getByTestId('place-text').fill('tu ciudad')
  await places.nth(3).getByTestId('place-text').fill('nov')
  await page.locator('[data-testid=next]:enabled').waitFor()
}
