import { cloneElement, type ReactElement } from 'react'
import './tip.css'

interface TipProps {
  label: string
  /** A control that carries its own name for screen readers; the hint is for the eyes. */
  children: ReactElement<{ 'data-tip'?: string; 'data-tip-side'?: string }>
  side?: 'bottom' | 'bottom-end' | 'right' | 'top'
}

/** A short hint on hover and on keyboard focus: pure CSS, because it hangs on every icon. */
export function Tip({ label, children, side = 'bottom' }: TipProps) {
  return cloneElement(children, { 'data-tip': label, 'data-tip-side': side })
}
