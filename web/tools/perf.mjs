// CPU of the main thread per step on the canvas, against the mock: node tools/perf.mjs
// Thread time, not wall time: other work on the machine disturbs it little.
import { startMock } from '../dev/mock-server.mjs'
import { openBrowser, openPage } from './browser.mjs'

const steps = 30
const browser = await openBrowser()
const mock = await startMock({ port: 0 })

for (const [name, count] of [['big', 100], ['huge', 300]]) {
  const { page, complaints, close } = await openPage(browser)
  await page.goto(`http://127.0.0.1:${mock.port}/flows/${name}`)
  await page.getByTestId('step').nth(40).waitFor({ state: 'attached' })
  await page.waitForTimeout(2000)
  const client = await page.context().newCDPSession(page)
  await client.send('Performance.enable')
  await client.send('Performance.setTimeDomain', { timeDomain: 'threadTicks' }).catch(() => {})
  const read = async () => {
    const { metrics } = await client.send('Performance.getMetrics')
    const of = (key) => metrics.find((each) => each.name === key).value * 1000
    return { task: of('TaskDuration'), script: of('ScriptDuration') }
  }
  const frame = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  const measure = async (what, act) => {
    const before = await read()
    for (let i = 0; i < steps; i++) {
      await act(i)
      await frame()
    }
    const after = await read()
    console.log(`${count} nodes, ${what}: ${((after.task - before.task) / steps).toFixed(1)} ms CPU per step of two frames, script ${((after.script - before.script) / steps).toFixed(1)} ms`)
  }
  const canvas = await page.locator('.react-flow__pane').boundingBox()
  const middle = { x: canvas.x + canvas.width / 2, y: canvas.y + 12 }

  for (const zoom of ['all in view', 'close up']) {
    if (zoom === 'close up') {
      for (let i = 0; i < 10; i++) {
        await page.evaluate(() => document.querySelector('.react-flow__controls-zoomin').click())
        await page.waitForTimeout(120)
      }
      await page.waitForTimeout(400)
    }
    await page.mouse.move(middle.x, middle.y)
    await page.mouse.down({ button: 'middle' })
    await measure(`pan, ${zoom}`, (i) => page.mouse.move(middle.x - (i % 30) * 6, middle.y + (i % 30) * 4))
    await page.mouse.up({ button: 'middle' })
    const box = await page.evaluate(() => {
      const inside = (r) => r.left > 300 && r.right < innerWidth - 220 && r.top > 80 && r.bottom < innerHeight - 160
      const head = [...document.querySelectorAll('.react-flow__node header h3')].find((each) => inside(each.getBoundingClientRect()))
      const r = head?.getBoundingClientRect()
      return r && { x: r.left + r.width / 2, y: r.top + r.height / 2 }
    })
    if (box) {
      await page.mouse.move(box.x, box.y)
      await page.mouse.down()
      await measure(`drag a node, ${zoom}`, (i) => page.mouse.move(box.x + (i % 30) * 3, box.y + (i % 30) * 2))
      await page.mouse.up()
    }
  }
  await page.waitForTimeout(300)
  const words = await page.evaluate(() => {
    const open = (each) => {
      const r = each.getBoundingClientRect()
      return each.contains(document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2))
    }
    const r = [...document.querySelectorAll('[data-field=text]')].find(open)?.getBoundingClientRect()
    return r && { x: r.left + r.width / 2, y: r.top + r.height / 2 }
  })
  await page.mouse.click(words.x, words.y)
  await page.getByTestId('text-input').waitFor()
  await measure('type a letter', () => page.keyboard.type('a'))
  if (complaints.length > 0) console.log(complaints)
  await close()
}
mock.stop()
await browser.close()
