import type { ComponentPropsWithRef, ReactNode } from 'react'
import { Tip } from './Tip'
import css from './ui.module.css'

interface ButtonProps extends ComponentPropsWithRef<'button'> {
  look?: 'primary' | 'default' | 'quiet'
}

export function Button({ look = 'default', className = '', type = 'button', ...rest }: ButtonProps) {
  return <button type={type} className={`${css.button} ${css[look]} ${className}`} {...rest} />
}

interface IconButtonProps extends ComponentPropsWithRef<'button'> {
  label: string
  children: ReactNode
  look?: 'primary' | 'default' | 'quiet'
  tipSide?: 'bottom' | 'bottom-end'
}

/** A button of one icon: its label is read aloud and shown on hover. */
export function IconButton({ label, look = 'quiet', tipSide, className = '', ...rest }: IconButtonProps) {
  return (
    <Tip label={label} side={tipSide}>
      <button
        type="button"
        aria-label={label}
        className={`${css.button} ${css.icon} ${css[look]} ${className}`}
        {...rest}
      />
    </Tip>
  )
}

interface ToggleProps extends ComponentPropsWithRef<'button'> {
  on: boolean
}

/** A button that stays pressed. */
export function Toggle({ on, className = '', ...rest }: ToggleProps) {
  return (
    <button
      type="button"
      aria-pressed={on}
      className={`${css.button} ${css.default} ${on ? css.pressed : ''} ${className}`}
      {...rest}
    />
  )
}
