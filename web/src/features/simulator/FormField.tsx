import { useId } from 'react'
import { type FormPart, optionsOf, resolve, type Values } from './form'
import css from './FormSheet.module.css'

interface FormFieldProps {
  part: FormPart
  values: Values
  data: Values
  onChange: (name: string, value: unknown) => void
}

const inputs: Record<string, string> = { number: 'number', email: 'email', phone: 'tel', password: 'password', passcode: 'password' }

/** One part of a form's screen; a kind we do not draw is named by its type. */
export function FormField({ part, values, data, onChange }: FormFieldProps) {
  const id = useId()
  const name = part.name ?? ''
  const value = values[name]
  const text = (given: unknown) => String(resolve(given, values, data) ?? '')
  const options = optionsOf(part, values, data)
  const label = text(part.label)

  switch (part.type) {
    case 'TextHeading':
      return <h4 className={css.heading}>{text(part.text)}</h4>
    case 'TextSubheading':
      return <h5 className={css.heading}>{text(part.text)}</h5>
    case 'TextBody':
    case 'TextCaption':
    case 'RichText':
      return <p className={part.type === 'TextCaption' ? css.help : undefined}>{text(part.text)}</p>
    case 'TextInput':
    case 'TextArea':
    case 'DatePicker': {
      const common = {
        id,
        name,
        required: part.required,
        value: String(value ?? ''),
        'data-testid': 'form-field',
        onChange: (event: { target: { value: string } }) => onChange(name, event.target.value),
      }
      return (
        <p className={css.field}>
          <label htmlFor={id}>{label}</label>
          {part.type === 'TextArea' ? (
            <textarea rows={3} {...common} />
          ) : (
            <input type={part.type === 'DatePicker' ? 'date' : (inputs[part['input-type'] ?? ''] ?? 'text')} {...common} />
          )}
          {part['helper-text'] && <span className={css.help}>{text(part['helper-text'])}</span>}
        </p>
      )
    }
    case 'Dropdown':
      return (
        <p className={css.field}>
          <label htmlFor={id}>{label}</label>
          <select
            id={id}
            required={part.required}
            value={String(value ?? '')}
            data-testid="form-field"
            onChange={(event) => onChange(name, event.target.value)}
          >
            <option value="" />
            {options.map((option) => (
              <option key={option.id} value={option.id}>
                {option.title}
              </option>
            ))}
          </select>
        </p>
      )
    case 'RadioButtonsGroup':
    case 'CheckboxGroup': {
      const many = part.type === 'CheckboxGroup'
      const chosen = Array.isArray(value) ? (value as string[]) : []
      return (
        <fieldset className={css.group}>
          <legend>{label}</legend>
          {options.map((option) => (
            <label key={option.id} className={css.option}>
              <input
                type={many ? 'checkbox' : 'radio'}
                name={id}
                checked={many ? chosen.includes(option.id) : value === option.id}
                onChange={(event) =>
                  onChange(
                    name,
                    many
                      ? event.target.checked
                        ? [...chosen, option.id]
                        : chosen.filter((each) => each !== option.id)
                      : option.id,
                  )
                }
              />
              {option.title}
            </label>
          ))}
        </fieldset>
      )
    }
    case 'OptIn':
      return (
        <label className={css.option}>
          <input type="checkbox" checked={value === true} onChange={(event) => onChange(name, event.target.checked)} />
          {label}
        </label>
      )
    default:
      return <p className={css.help}>{part.type}</p>
  }
}
