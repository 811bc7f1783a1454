// Every page and state of the screens, each with a made-up world of its own: for axe.mjs and shots.mjs.
import { startMock } from '../dev/mock-server.mjs'
import { openPage } from './browser.mjs'
import { access } from './scenes/access.mjs'
import { campaigns } from './scenes/campaigns.mjs'
import { contacts } from './scenes/contacts.mjs'
import { flows } from './scenes/flows.mjs'
import { inbox } from './scenes/inbox.mjs'
import { settings } from './scenes/settings.mjs'
import { simulator } from './scenes/simulator.mjs'
import { talk } from './scenes/talk.mjs'
import { templates } from './scenes/templates.mjs'

/** `[name, path, what to do there, options of the page and of its world]`. ONLY is a part of a name; SCHEME is light or dark. */
const all = [...access, ...inbox, ...talk, ...flows, ...campaigns, ...contacts, ...templates, ...settings, ...simulator]

const names = all.map(([name]) => name)
const twice = names.filter((name, at) => names.indexOf(name) !== at)
if (twice.length > 0) throw new Error(`Two scenes have one name: ${twice.join(', ')}`)

export const scenes = all.filter(([name]) => name.includes(process.env.ONLY ?? ''))
export const schemes = ['light', 'dark'].filter((scheme) => !process.env.SCHEME || process.env.SCHEME === scheme)

export const pictureName = (name, scheme) => `${name.replace(/\W+/g, '-')}-${scheme}.png`

/** Plays a scene, and hands over the page as it stands then, with why it could not be reached if it could not. */
export async function play(browser, [name, path, act, { before, conversations, expected, storage, ...look } = {}], scheme) {
  const mock = await startMock({ port: 0, conversations })
  before?.(mock.world)
  const kept = Object.fromEntries(Object.entries({ home: 'hidden', ...storage }).filter(([, value]) => value !== null))
  const { page, complaints, close } = await openPage(browser, { scheme, ...look, storage: kept })
  let trouble = null
  try {
    await page.goto(`http://127.0.0.1:${mock.port}${path}`)
    await act(page, mock.world)
    await page.locator('h1').first().waitFor({ state: 'attached' })
  } catch (error) {
    trouble = String(error).split('\n')[0]
  }
  return {
    name,
    page,
    trouble,
    complaints: complaints.filter((each) => !expected?.test(each)),
    close: async () => {
      await close()
      mock.stop()
    },
  }
}
