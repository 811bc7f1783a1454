import { type Box, type Cable, tidy } from './tidy'

addEventListener('message', ({ data }: MessageEvent<{ boxes: Box[]; cables: Cable[] }>) => {
  postMessage(tidy(data.boxes, data.cables))
})
