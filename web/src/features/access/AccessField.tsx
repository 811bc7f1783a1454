import type { ComponentPropsWithRef } from 'react'
import type { ApiError } from '~/api/client'
import { Field, TextInput } from '~/ui'
import { Flaw } from '~/ui/page'

interface AccessFieldProps extends Omit<ComponentPropsWithRef<'input'>, 'onChange' | 'name'> {
  label: string
  name: string
  hint?: string
  failure: ApiError | null
  onChange: (value: string) => void
}

/** A line of a form that says what is wrong with it. */
export function AccessField({ label, name, hint, failure, onChange, ...rest }: AccessFieldProps) {
  const flaw = failure?.fields[name]
  return (
    <Field label={label} hint={flaw ? <Flaw>{flaw}</Flaw> : hint}>
      {(ids) => <TextInput {...ids} name={name} data-testid={name} aria-invalid={flaw ? true : undefined} onChange={(event) => onChange(event.target.value)} {...rest} />}
    </Field>
  )
}
