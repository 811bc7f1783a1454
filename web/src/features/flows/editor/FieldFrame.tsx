import { useFlowWords } from '../words'
import css from './Inspector.module.css'

export function Count({ has, most }: { has: number; most: number }) {
  const words = useFlowWords()
  return (
    <span className={css.count} data-over={has > most || undefined}>
      {words.inspector.of(has, most)}
    </span>
  )
}

/** Several controls under one name. */
export function Group({ label, hint, children }: { label: string; hint?: React.ReactNode; children: React.ReactNode }) {
  return (
    <fieldset className={css.group}>
      <legend>{label}</legend>
      {children}
      {hint && <p className={css.hint}>{hint}</p>}
    </fieldset>
  )
}
