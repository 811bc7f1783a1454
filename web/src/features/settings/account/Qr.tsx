import { encode } from 'uqr'
import css from './Account.module.css'

/** A text as a QR code: one path, dark on light whatever the theme, because that is what cameras want. */
export default function Qr({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  return (
    <svg className={css.picture} viewBox={`0 0 ${size} ${size}`} width={200} height={200} role="img" aria-label={label} shapeRendering="crispEdges" data-testid="factor-qr">
      <path d={path} fill="#000" />
    </svg>
  )
}
