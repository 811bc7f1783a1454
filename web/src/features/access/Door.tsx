import type { ReactNode } from 'react'
import { Mark } from '~/app/Mark'
import css from './Door.module.css'

/** The card that stands before the screens. */
export function Door({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <main className={css.door}>
      <div className={css.card}>
        <Mark />
        <div>
          <h1>{title}</h1>
          {hint && <p>{hint}</p>}
        </div>
        {children}
      </div>
    </main>
  )
}
