// Compares what a screen loads first with budgets.json: node tools/size.mjs
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const root = new URL('../', import.meta.url)
const read = (path) => readFileSync(new URL(path, root))
const manifest = JSON.parse(read('dist/.vite/manifest.json'))
const budgets = JSON.parse(read('budgets.json'))

/** Everything that the entries import at once. `without` names entries or chunks that are not counted, because they are there already. */
function reach(keys) {
  const js = new Set()
  const css = new Set()
  const visit = (key) => {
    const chunk = manifest[key]
    if (!chunk) throw new Error(`${key} is not in the manifest`)
    if (js.has(chunk.file)) return
    js.add(chunk.file)
    chunk.css?.forEach((file) => css.add(file))
    chunk.imports?.forEach(visit)
  }
  keys.forEach(visit)
  return { js, css }
}

const kb = (files) => [...files].reduce((sum, file) => sum + gzipSync(read(`dist/${file}`), { level: 9 }).length, 0) / 1000

let failed = false
for (const [name, { entries, without = [], jsKb, cssKb }] of Object.entries(budgets)) {
  const { js, css } = reach(entries)
  if (without.length > 0) {
    const there = reach(without.map((key) => (key in manifest ? key : Object.keys(manifest).find((each) => manifest[each].name === key))))
    there.js.forEach((file) => js.delete(file))
    there.css.forEach((file) => css.delete(file))
  }
  const figures = [['js', kb(js), jsKb], ['css', kb(css), cssKb]].filter(([, , most]) => most !== undefined)
  for (const [kind, size, most] of figures) {
    const over = size > most
    failed ||= over
    console.log(`${over ? 'OVER' : 'ok  '} ${name} ${kind} ${size.toFixed(1)} of ${most} kB gz`)
  }
}
process.exit(failed ? 1 : 0)
