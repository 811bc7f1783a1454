import { IconClock, IconClockOff } from '@tabler/icons-react'
import { useNow } from '~/ui'
import { useWords } from '~/i18n'
import { windowState } from '~/model/window'
import css from './WindowChip.module.css'

/** How long free replies are still allowed. */
export function WindowChip({ closesAt }: { closesAt: string | null | undefined }) {
  const words = useWords()
  const now = useNow(10_000)
  const state = windowState(closesAt, now)
  if (state.kind === 'closed')
    return (
      <span className={css.chip} data-kind="closed" title={words.window.closedHint} data-testid="window-chip">
        <IconClockOff size={14} aria-hidden /> {words.window.closed}
      </span>
    )
  const left = words.window.left(state.hours, state.minutes)
  return (
    <span className={css.chip} data-kind={state.kind} title={words.window.hint} data-testid="window-chip">
      <IconClock size={14} aria-hidden />
      <span aria-hidden="true">{left}</span>
      <span className="sr-only">{words.window.label(left)}</span>
    </span>
  )
}
