import { memo } from 'react'
import css from './ui.module.css'

/** Initials on neutral ground; decoration, because the name always stands beside it. */
export const Avatar = memo(function Avatar({ name, size = 40 }: { name: string; size?: number }) {
  return (
    <span className={css.avatar} style={{ width: size, height: size, fontSize: size * 0.36 }} aria-hidden="true">
      {initials(name)}
    </span>
  )
})

export function initials(name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? []
  if (words.length === 0) return '?'
  if (/^\p{N}/u.test(words[0]!)) return words[words.length - 1]!.slice(-2)
  const last = words.length > 1 ? words[words.length - 1]! : ''
  return ([...words[0]!][0]! + ([...last][0] ?? '')).toUpperCase()
}
