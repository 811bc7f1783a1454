import { closeOverlay, useBoard } from '../keys/board'
import { KeySheet } from './KeySheet'
import { Palette } from './Palette'

/** What lies over every screen on request. */
export default function Overlays() {
  const { overlay } = useBoard()
  if (overlay === 'palette') return <Palette onClose={() => closeOverlay('palette')} />
  if (overlay === 'keys') return <KeySheet onClose={() => closeOverlay('keys')} />
  return null
}
