// Pictures of the built pages, against the mock: [ONLY=part of a name] [SCHEME=light|dark] [LANGUAGE=es] node tools/shots.mjs [folder]
import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openBrowser } from './browser.mjs'
import { pictureName, play, scenes, schemes } from './scenes.mjs'

const folder = process.argv[2] ?? join(tmpdir(), 'web-shots')
mkdirSync(folder, { recursive: true })
const browser = await openBrowser()
const language = process.env.LANGUAGE

for (const scheme of schemes)
  for (const [name, path, act, options = {}] of scenes) {
    const storage = language ? { ...options.storage, language } : options.storage
    const { page, complaints, trouble, close } = await play(browser, [name, path, act, { ...options, storage }], scheme)
    await page.waitForTimeout(400)
    await page.screenshot({ path: join(folder, pictureName(name, scheme)) })
    if (trouble) console.log(`${name} ${scheme}: not reached: ${trouble}`)
    if (complaints.length > 0) console.log(name, scheme, complaints)
    await close()
  }

await browser.close()
console.log(folder)
