import { IconAlertTriangle, IconCompass } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useWords } from '~/i18n'
import { Blank, Button } from '~/ui'
import { useTitle } from './useTitle'

export function NotFound() {
  const words = useWords()
  useTitle(words.errors.notFound)
  return (
    <Blank page icon={<IconCompass size={28} />} title={words.errors.notFound} hint={words.errors.notFoundHint}>
      <Link to="/inbox/{-$conversation}">{words.errors.toInbox}</Link>
    </Blank>
  )
}

/** What is left of a screen that threw: the reason to quote, and a way on. */
export function Broken({ error }: { error: unknown }) {
  const words = useWords()
  const message = error instanceof Error ? error.message : String(error)
  return (
    <Blank page alert icon={<IconAlertTriangle size={28} />} title={words.errors.broken} hint={words.errors.brokenHint}>
      <Button look="primary" onClick={() => location.reload()}>
        {words.errors.reload}
      </Button>
      <code style={{ flexBasis: '100%' }}>{message}</code>
    </Blank>
  )
}
