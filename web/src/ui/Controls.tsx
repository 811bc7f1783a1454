import { type ComponentPropsWithRef, type ReactNode, useId } from 'react'
import css from './Controls.module.css'

interface FieldProps {
  label: string
  hint?: ReactNode
  /** Beside the label: a counter, a small button. */
  aside?: ReactNode
  children: (ids: { id: string; 'aria-describedby'?: string }) => ReactNode
}

/** A labelled control with a hint below it. */
export function Field({ label, hint, aside, children }: FieldProps) {
  const id = useId()
  const hintId = `${id}-hint`
  return (
    <div className={css.field}>
      <div className={css.labelRow}>
        <label htmlFor={id} className={css.label}>
          {label}
        </label>
        {aside}
      </div>
      {children({ id, 'aria-describedby': hint ? hintId : undefined })}
      {hint && (
        <p id={hintId} className={css.hint}>
          {hint}
        </p>
      )}
    </div>
  )
}

export function TextInput({ className = '', ...rest }: ComponentPropsWithRef<'input'>) {
  return <input type="text" autoComplete="off" className={`${css.control} ${className}`} {...rest} />
}

export function TextArea({ className = '', ...rest }: ComponentPropsWithRef<'textarea'>) {
  return <textarea className={`${css.control} ${css.area} ${className}`} {...rest} />
}

interface SelectProps extends Omit<ComponentPropsWithRef<'select'>, 'onChange'> {
  options: readonly { value: string; label: string }[]
  onChange: (value: string) => void
}

export function Select({ options, onChange, className = '', ...rest }: SelectProps) {
  return (
    <select className={`${css.control} ${css.select} ${className}`} onChange={(event) => onChange(event.target.value)} {...rest}>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  )
}

interface SwitchProps extends Omit<ComponentPropsWithRef<'input'>, 'onChange'> {
  label: string
  checked: boolean
  onChange: (checked: boolean) => void
  hint?: string
}

export function Switch({ label, checked, onChange, hint, ...rest }: SwitchProps) {
  const id = useId()
  return (
    <div className={css.switchRow}>
      <label htmlFor={id}>
        {label}
        {hint && <span className={css.hint}>{hint}</span>}
      </label>
      <input id={id} type="checkbox" role="switch" className={css.switch} checked={checked} onChange={(event) => onChange(event.target.checked)} {...rest} />
    </div>
  )
}
