import { expect, test } from 'vitest'
import { around, fitTo, onCanvas, onMap } from './overview'

const size = { width: 168, height: 112 }

test('everything stands inside the rim of the map', () => {
  const boxes = [
    { x: -500, y: 40, width: 260, height: 100 },
    { x: 3_000, y: 900, width: 260, height: 400 },
  ]
  const fit = fitTo(around(boxes)!, size, 8)
  for (const box of boxes.map((each) => onMap(fit, each))) {
    expect(box.x).toBeGreaterThanOrEqual(8 - 1e-9)
    expect(box.y).toBeGreaterThanOrEqual(8 - 1e-9)
    expect(box.x + box.width).toBeLessThanOrEqual(size.width - 8 + 1e-9)
    expect(box.y + box.height).toBeLessThanOrEqual(size.height - 8 + 1e-9)
  }
})

test('a place on the map leads back to where it was', () => {
  const fit = fitTo({ x: 10, y: 20, width: 4_000, height: 700 }, size, 8)
  const { x, y } = onMap(fit, { x: 123, y: 456, width: 0, height: 0 })
  expect(onCanvas(fit, { x, y }).x).toBeCloseTo(123)
  expect(onCanvas(fit, { x, y }).y).toBeCloseTo(456)
})

test('a lone step does not fill the map', () => {
  expect(fitTo({ x: 0, y: 0, width: 260, height: 100 }, size, 8).scale).toBe(0.2)
  expect(around([])).toBeNull()
})
