// CPU of the main thread per step on the canvas, per frame of the list, and for each conversation that is opened, and how long a
// letter takes to the screen, against the mock:
// [ONLY=list|select|flow] node tools/perf.mjs
// Thread time, not wall time: other work on the machine disturbs it little.
import { startMock } from '../dev/mock-server.mjs'
import { openBrowser, openPage } from './browser.mjs'

const steps = 30
const only = process.env.ONLY ?? ''
const browser = await openBrowser()
const mock = await startMock({ port: 0 })

if (['', 'list'].includes(only)) await measureList()
if (['', 'select'].includes(only)) await measureSelect()

/** Opens one conversation after the other by key: what the click costs until the thread stands, and what follows when it has settled. */
async function measureSelect() {
  for (const [what, storage] of [['beside the side panel', { phone: 'closed' }], ['beside the phone', { phone: 'open' }]]) {
    const own = await startMock({ port: 0 })
    const { page, complaints, close } = await openPage(browser, { storage })
    await page.goto(`http://127.0.0.1:${own.port}/inbox/1`)
    await page.getByTestId('bubble').first().waitFor()
    await page.waitForTimeout(800)
    const client = await page.context().newCDPSession(page)
    await client.send('Performance.enable', { timeDomain: 'threadTicks' })
    const read = async () => {
      const { metrics } = await client.send('Performance.getMetrics')
      const of = (key) => metrics.find((each) => each.name === key).value * 1000
      return { task: of('TaskDuration'), script: of('ScriptDuration'), layout: of('LayoutDuration') + of('RecalcStyleDuration') }
    }
    await page.evaluate(() => {
      window.longest = 0
      new PerformanceObserver((list) => list.getEntries().forEach((each) => (window.longest = Math.max(window.longest, each.duration)))).observe({ type: 'longtask' })
    })
    const settle = () => page.waitForTimeout(350)
    const run = async (act) => {
      const before = await read()
      for (let i = 0; i < 16; i++) {
        await act(i)
        await settle()
      }
      const after = await read()
      return Object.fromEntries(Object.keys(after).map((key) => [key, (after[key] - before[key]) / 16]))
    }
    const idle = await run(async () => {})
    for (const round of ['the first time', 'again']) {
      const cost = await run((i) => page.keyboard.press(i < 8 ? 'j' : 'k'))
      const longest = await page.evaluate(() => { const most = window.longest; window.longest = 0; return most })
      console.log(`open a conversation ${what}, ${round}: ${(cost.task - idle.task).toFixed(1)} ms CPU, script ${(cost.script - idle.script).toFixed(1)} ms, style and layout ${(cost.layout - idle.layout).toFixed(1)} ms, longest task over 50 ms: ${longest.toFixed(0)} ms`)
    }
    if (complaints.length > 0) console.log(complaints)
    await close()
    own.stop()
  }
}

/** Scrolls the list of 10,000 conversations: one row, and then several, a frame. */
async function measureList() {
  const many = await startMock({ port: 0, conversations: 10_000 })
  const { page, complaints, close } = await openPage(browser, { storage: { phone: 'closed' } })
  await page.goto(`http://127.0.0.1:${many.port}/inbox`)
  await page.getByTestId('inbox-row').first().waitFor()
  const box = page.locator('[role=list]').locator('xpath=..')
  // all of them are loaded first, as by somebody who has gone to the end
  for (;;) {
    await box.evaluate((each) => (each.scrollTop = each.scrollHeight))
    await page.waitForTimeout(60)
    if ((await box.evaluate((each) => each.scrollHeight)) >= 7_000 * 68) break
  }
  const client = await page.context().newCDPSession(page)
  await client.send('Performance.enable')
  await client.send('Performance.setTimeDomain', { timeDomain: 'threadTicks' }).catch(() => {})
  const read = async () => {
    const { metrics } = await client.send('Performance.getMetrics')
    const of = (key) => metrics.find((each) => each.name === key).value * 1000
    return { task: of('TaskDuration'), script: of('ScriptDuration') }
  }
  const frames = 240
  for (const [what, pixels] of [['one row', 68], ['four rows', 272], ['2,000 px', 2_000]]) {
    await box.evaluate((each) => (each.scrollTop = 100_000))
    await page.waitForTimeout(1_500)
    const before = await read()
    await box.evaluate(
      (each, [count, by]) =>
        new Promise((done) => {
          let left = count
          const step = () => {
            each.scrollTop += by
            if (--left > 0) requestAnimationFrame(step)
            else requestAnimationFrame(() => done())
          }
          requestAnimationFrame(step)
        }),
      [frames, pixels],
    )
    const after = await read()
    console.log(`10,000 conversations, ${what} a frame: ${((after.task - before.task) / frames).toFixed(1)} ms CPU per frame, script ${((after.script - before.script) / frames).toFixed(1)} ms`)
  }
  if (complaints.length > 0) console.log(complaints)
  await close()
  many.stop()
}

if (['', 'flow'].includes(only))
for (const [name, count] of [['big', 100], ['huge', 300]]) {
  const { page, complaints, close } = await openPage(browser)
  await page.goto(`http://127.0.0.1:${mock.port}/flows/${name}`)
  await page.getByTestId('step').nth(40).waitFor({ state: 'attached' })
  await page.waitForTimeout(2000)
  const client = await page.context().newCDPSession(page)
  await client.send('Performance.enable', { timeDomain: 'threadTicks' })
  const read = async () => {
    const { metrics } = await client.send('Performance.getMetrics')
    const of = (key) => metrics.find((each) => each.name === key).value * 1000
    return { task: of('TaskDuration'), script: of('ScriptDuration') }
  }
  const frame = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  const cost = async (act) => {
    const before = await read()
    for (let i = 0; i < steps; i++) {
      await act(i)
      await frame()
    }
    const after = await read()
    return { task: (after.task - before.task) / steps, script: (after.script - before.script) / steps }
  }
  // what asking for two frames and the figures costs by itself is no cost of the canvas
  const idle = await cost(async () => {})
  const measure = async (what, act) => {
    const { task, script } = await cost(act)
    console.log(`${count} nodes, ${what}: ${(task - idle.task).toFixed(1)} ms CPU per step, script ${script.toFixed(1)} ms (two frames without a step: ${idle.task.toFixed(1)} ms)`)
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
      const head = [...document.querySelectorAll('.react-flow__node-step h3')].find((each) => inside(each.getBoundingClientRect()))
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
  await keyToPaint(page, `${count} nodes, type in a node`)
  if (complaints.length > 0) console.log(complaints)
  await close()
}
mock.stop()
await browser.close()

/** From each key until its letter is on the screen, in wall time, at the pace of somebody who types fast; other work on the machine is in it. */
async function keyToPaint(page, what, letters = 200, goal = 100) {
  await page.evaluate(() => {
    window.waits = []
    addEventListener('keydown', ({ timeStamp }) => {
      const painted = new MessageChannel()
      painted.port1.onmessage = () => window.waits.push(performance.now() - timeStamp)
      // the message comes after the frame that the letter is painted in
      requestAnimationFrame(() => painted.port2.postMessage(0))
    }, true)
  })
  for (let i = 0; i < letters; i++) {
    await page.keyboard.press('abcdefghij'[i % 10])
    await page.waitForTimeout(40)
  }
  const waits = (await page.evaluate(() => window.waits)).sort((a, b) => a - b)
  const at = (share) => waits[Math.ceil(waits.length * share) - 1]
  console.log(`${what}: from key to paint p50 ${at(0.5).toFixed(0)} ms, p98 ${at(0.98).toFixed(0)} ms, longest ${at(1).toFixed(0)} ms (${waits.length} letters; goal of p98: ${goal} ms, ${at(0.98) <= goal ? 'held' : 'MISSED'})`)
}
