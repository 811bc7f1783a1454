import { IconAlertTriangle, IconX } from '@tabler/icons-react'
import { useWords } from '~/i18n'
import { Button, IconButton, tellMissing, useMissing } from '~/ui'
import css from './ConnectionStrip.module.css'

/** Says that a part of the page could not be had. */
export function MissingLine() {
  const words = useWords()
  const missing = useMissing()
  return (
    <div role="alert" className={missing ? css.strip : undefined} data-testid="missing-line">
      {missing && (
        <>
          <IconAlertTriangle size={16} aria-hidden /> {words.errors.partMissing}
          <Button onClick={() => location.reload()}>{words.errors.reload}</Button>
          <IconButton label={words.common.close} onClick={() => tellMissing(false)}>
            <IconX size={16} aria-hidden />
          </IconButton>
        </>
      )}
    </div>
  )
}
