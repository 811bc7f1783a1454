// Accessibility checks of the built pages, against the mock: [ONLY=part of a name] [SCHEME=light|dark] node tools/axe.mjs [folder for pictures]
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openBrowser } from './browser.mjs'
import { pictureName, play, scenes, schemes } from './scenes.mjs'

const axe = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const folder = process.argv[2]
if (folder) mkdirSync(folder, { recursive: true })
const browser = await openBrowser()
let violations = 0
let unreached = 0

for (const scheme of schemes)
  for (const scene of scenes) {
    const { name, page, complaints, trouble, close } = await play(browser, scene, scheme)
    if (trouble) {
      unreached++
      console.log(`${name} ${scheme}: not reached: ${trouble}`)
    } else {
      const found = await look(page)
      violations += found.length + complaints.length
      for (const { id, impact, nodes } of found) {
        console.log(`${name} ${scheme}: ${id} (${impact})`)
        nodes.slice(0, 3).forEach((node) => console.log(`    ${node.html.slice(0, 160)}\n    ${node.failureSummary?.split('\n')[1] ?? ''}`))
      }
      complaints.forEach((complaint) => console.log(`${name} ${scheme}: ${complaint}`))
    }
    if (folder) await page.screenshot({ path: join(folder, pictureName(name, scheme)) })
    await close()
  }

await browser.close()
console.log(`${scenes.length * schemes.length} scenes, ${violations} violations, ${unreached} not reached`)
process.exit(violations + unreached === 0 && scenes.length > 0 ? 0 : 1)

/** What axe finds, and whether the page is wider than its window. */
async function look(page) {
  await page.evaluate(axe)
  const { violations: found } = await page.evaluate((run) => window.axe.run(document, { runOnly: run }), tags)
  for (const { nodes } of found) for (const node of nodes) node.drawn = await page.evaluate((target) => document.querySelector(target)?.closest('.react-flow__viewport') !== null, node.target[0])
  // Overlays live outside the landmarks by nature. A drawing can be zoomed out; the outline offers the same in full size.
  const excused = (id, node) => (id === 'region' && node.html.includes('mantine-')) || (id === 'target-size' && node.drawn)
  const left = found.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.filter((node) => !excused(id, node)) })).filter(({ nodes }) => nodes.length > 0)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  return wide > 0 ? [...left, { id: `the page is ${wide} px wider than its window`, impact: 'serious', nodes: [] }] : left
}
