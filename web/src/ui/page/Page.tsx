import { IconAlertTriangle, IconCheck, IconCopy, IconInfoCircle, IconSearch } from '@tabler/icons-react'
import { type ComponentPropsWithRef, type FormEvent, type ReactNode, useState } from 'react'
import { Button } from '../Button'
import css from './Page.module.css'

interface PageProps {
  title: string
  /** Before the title: the way back, a picture. */
  before?: ReactNode
  tools?: ReactNode
  /** Between the bar and what scrolls. */
  strip?: ReactNode
  /** The content fills the page and scrolls by itself. */
  fill?: boolean
  children: ReactNode
}

/** A screen with its own bar on top. */
export function Page({ title, before, tools, strip, fill = false, children }: PageProps) {
  return (
    <div className={css.page}>
      <header className={css.bar}>
        {before}
        <h1>{title}</h1>
        {tools}
      </header>
      {strip}
      {fill ? (
        <div className={css.fill}>{children}</div>
      ) : (
        <div className={css.scroll}>
          <div className={css.inside}>{children}</div>
        </div>
      )}
    </div>
  )
}

export const Space = () => <span className={css.space} />

interface SearchProps {
  label: string
  value: string
  onChange: (value: string) => void
}

export function Search({ label, value, onChange }: SearchProps) {
  return (
    <label className={css.search}>
      <IconSearch size={16} aria-hidden />
      <input type="search" aria-label={label} placeholder={label} value={value} maxLength={100} onChange={(event) => onChange(event.target.value)} />
    </label>
  )
}

interface SectionProps {
  title: string
  hint?: ReactNode
  tools?: ReactNode
  children: ReactNode
}

/** A card of a page. */
export function Section({ title, hint, tools, children }: SectionProps) {
  return (
    <section className={css.section}>
      <header className={css.sectionHead}>
        <div>
          <h2>{title}</h2>
          {hint && <p>{hint}</p>}
        </div>
        {tools && <div className={css.sectionTools}>{tools}</div>}
      </header>
      {children}
    </section>
  )
}

export type Tone = 'plain' | 'good' | 'warn' | 'danger' | 'info'

/** A state in a word or two. */
export function Chip({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className={css.chip} data-tone={tone}>
      {children}
    </span>
  )
}

/** What has to be said here and now. */
export function Notice({ tone, children, ...rest }: { tone: Exclude<Tone, 'plain'>; children: ReactNode; 'data-testid'?: string }) {
  const Icon = tone === 'good' ? IconCheck : tone === 'info' ? IconInfoCircle : IconAlertTriangle
  return (
    <div className={css.notice} data-tone={tone} role={tone === 'danger' ? 'alert' : 'status'} {...rest}>
      <Icon size={18} aria-hidden />
      <div>{children}</div>
    </div>
  )
}

/** A text to be taken along, with a button that copies it. */
export function CopyLine({ value, label, done, testId }: { value: string; label: string; done: string; testId?: string }) {
  const [copied, setCopied] = useState(false)
  return (
    <div className={css.copy}>
      <code data-testid={testId} tabIndex={0}>
        {value}
      </code>
      <Button
        aria-label={label}
        onClick={() =>
          void navigator.clipboard.writeText(value).then(
            () => setCopied(true),
            () => setCopied(false),
          )
        }
      >
        {copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
        {copied ? done : label}
      </Button>
    </div>
  )
}

/** Labelled values, one below the other. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className={css.facts}>{children}</dl>
}

export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** A table in a card; wide ones scroll by themselves. */
export function Table({ label, head, children }: { label: string; head: readonly string[]; children: ReactNode }) {
  return (
    <div className={css.tableFrame} role="region" aria-label={label} tabIndex={0}>
      <table className={css.table}>
        <thead>
          <tr>
            {head.map((each, index) => (each ? <th key={each} scope="col">{each}</th> : <td key={index} />))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}

/** A form that is sent by its button or by Enter. */
export function Form({ onSend, children, ...rest }: Omit<ComponentPropsWithRef<'form'>, 'onSubmit'> & { onSend: () => void }) {
  const send = (event: FormEvent) => {
    event.preventDefault()
    onSend()
  }
  return (
    <form className={css.form} noValidate onSubmit={send} {...rest}>
      {children}
    </form>
  )
}

export const Row = ({ children }: { children: ReactNode }) => <div className={css.row}>{children}</div>
export const Flaw = ({ children, id }: { children: ReactNode; id?: string }) =>
  children ? (
    <span className={css.flaw} id={id}>
      {children}
    </span>
  ) : null

/** A link that looks like a button. */
export const linkLook = css.link ?? ''
export const primaryLinkLook = `${css.link} ${css.primary}`

/** The way back, before the title. */
export const backLook = css.back ?? ''

/** The look of a button that takes something away for good. */
export const dangerLook = css.dangerButton ?? ''
