import { IconDeviceMobile } from '@tabler/icons-react'
import { useWords } from '~/i18n'
import { Tip, Toggle } from '~/ui'
import css from './ThreadPane.module.css'

/** Says that nothing here reaches the real WhatsApp. */
export function SimulatedMark() {
  const words = useWords()
  return (
    <Tip label={words.nav.simulatedHint} side="bottom-end">
      <span className={css.simulated}>
        {words.nav.simulated}
        <span className="sr-only">: {words.nav.simulatedHint}</span>
      </span>
    </Tip>
  )
}

export function PhoneToggle({ on, onClick }: { on: boolean; onClick: () => void }) {
  const words = useWords()
  return (
    <Tip label={words.thread.phone} side="bottom-end">
      <Toggle on={on} onClick={onClick} data-testid="phone-toggle" aria-label={words.thread.phone} className={css.iconToggle}>
        <IconDeviceMobile size={18} aria-hidden />
      </Toggle>
    </Tip>
  )
}
