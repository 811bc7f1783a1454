export interface Box {
  x: number
  y: number
  width: number
  height: number
}

export interface Point {
  x: number
  y: number
}

/** How a flow is drawn on a small map: a place times `scale` plus the shift is a place on the map. */
export interface Fit {
  scale: number
  shift: Point
}

/** The smallest box around all boxes, or null when there are none. */
export function around(boxes: readonly Box[]): Box | null {
  if (boxes.length === 0) return null
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { x, y, width, height } of boxes) {
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x + width)
    bottom = Math.max(bottom, y + height)
  }
  return { x: left, y: top, width: right - left, height: bottom - top }
}

/** Puts `all` in the middle of a map of this size, with a rim around it, and never larger than `most`. */
export function fitTo(all: Box, size: { width: number; height: number }, rim: number, most = 0.2): Fit {
  const scale = Math.min((size.width - 2 * rim) / Math.max(1, all.width), (size.height - 2 * rim) / Math.max(1, all.height), most)
  return {
    scale,
    shift: { x: size.width / 2 - (all.x + all.width / 2) * scale, y: size.height / 2 - (all.y + all.height / 2) * scale },
  }
}

export const onMap = ({ scale, shift }: Fit, { x, y, width, height }: Box): Box => ({ x: x * scale + shift.x, y: y * scale + shift.y, width: width * scale, height: height * scale })

export const onCanvas = ({ scale, shift }: Fit, { x, y }: Point): Point => ({ x: (x - shift.x) / scale, y: (y - shift.y) / scale })
