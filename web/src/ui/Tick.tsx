import { memo } from 'react'
import css from './Tick.module.css'

const single = 'M2.5 8.6 6 12.1 13.5 4.5'
const double = 'M1.5 8.6 5 12.1 12.5 4.5 M8.4 11.4 9.1 12.1 16.6 4.5'
const clock = 'M10 8.2V4.8 M10 8.2l2.3 1.5'

interface TickProps {
  status: string
  /** The state in words, for screen readers and on hover. */
  label: string
}

/** How far a message of ours has come. Shape carries the state; colour only helps. */
export const Tick = memo(function Tick({ status, label }: TickProps) {
  return (
    <span className={css.tick} data-testid="tick" data-status={status} role="img" aria-label={label} title={label}>
      <Glyph status={status} />
    </span>
  )
})

function Glyph({ status }: { status: string }) {
  switch (status) {
    case 'waiting':
    case 'queued':
    case 'sending':
      return (
        <svg viewBox="2 0 16 16" width="14" height="14">
          <circle cx="10" cy="8" r="5.8" strokeDasharray={status === 'waiting' ? '2.4 2' : undefined} />
          <path d={clock} />
        </svg>
      )
    case 'held':
      return (
        <svg viewBox="2 0 16 16" width="14" height="14">
          <path d="M7.5 4v8M12.5 4v8" strokeWidth="2.2" />
        </svg>
      )
    case 'unknown':
      return (
        <svg viewBox="2 0 16 16" width="14" height="14">
          <circle cx="10" cy="8" r="6.3" />
          <path d="M8.3 6.5a1.75 1.75 0 1 1 2.4 1.65c-.5.2-.7.5-.7 1.05M10 11.4v.05" />
        </svg>
      )
    case 'failed':
      return (
        <svg viewBox="2 0 16 16" width="14" height="14">
          <path d="M10 2.2 16.5 13.6h-13z" />
          <path d="M10 6.4v3.2M10 11.6v.05" />
        </svg>
      )
    case 'played':
      return (
        <svg viewBox="2 0 16 16" width="14" height="14">
          <rect x="7.8" y="1.8" width="4.4" height="7.6" rx="2.2" />
          <path d="M5 7.5a5 5 0 0 0 10 0M10 12.5v2" />
        </svg>
      )
    case 'delivered':
    case 'read':
      return (
        <svg viewBox="0 0 18 16" width="17" height="15">
          <path d={double} />
        </svg>
      )
    default:
      return (
        <svg viewBox="0 0 16 16" width="14" height="14">
          <path d={single} />
        </svg>
      )
  }
}
