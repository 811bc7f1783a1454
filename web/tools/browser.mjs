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
  }, { phones: JSON.stringify([{ phone: '5491155550001', name: 'Mateo Luna' }]), ...storage })
  const page = await context.newPage()
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
