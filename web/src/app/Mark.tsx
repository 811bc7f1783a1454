import css from './Mark.module.css'

/** The sign of the product. */
export function Mark() {
  return (
    <span className={css.mark} aria-hidden="true">
      <svg viewBox="0 0 32 32" width="22" height="22" fill="none" stroke="currentColor" strokeWidth="2.4">
        <path
          strokeLinejoin="round"
          d="M5 9a4 4 0 0 1 4-4h14a4 4 0 0 1 4 4v9a4 4 0 0 1-4 4h-8.5l-5.5 5v-5.2A4 4 0 0 1 5 18z"
        />
        <circle cx="12" cy="13.5" r="1.9" fill="currentColor" stroke="none" />
        <circle cx="20" cy="13.5" r="1.9" fill="currentColor" stroke="none" />
      </svg>
    </span>
  )
}
