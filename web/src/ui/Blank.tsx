import type { ReactNode } from 'react'
import css from './ui.module.css'

interface BlankProps {
  icon?: ReactNode
  title: string
  hint?: string
  children?: ReactNode
  alert?: boolean
  /** The whole page is blank: its title is the page's heading. */
  page?: boolean
}

/** What stands where there is nothing to show: why, and what to do about it. */
export function Blank({ icon, title, hint, children, alert = false, page = false }: BlankProps) {
  const Title = page ? 'h1' : 'p'
  return (
    <div className={css.blank} role={alert ? 'alert' : undefined}>
      {icon && (
        <span className={css.blankIcon} aria-hidden="true">
          {icon}
        </span>
      )}
      <Title className={css.blankTitle}>{title}</Title>
      {hint && <p className={css.blankHint}>{hint}</p>}
      {children && <div className={css.blankActions}>{children}</div>}
    </div>
  )
}

export function Skeleton({ width, height }: { width: number | string; height: number }) {
  return <div className={css.skeleton} style={{ width, height }} aria-hidden="true" />
}
