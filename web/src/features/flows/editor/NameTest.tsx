import { useEffect, useRef, useState } from 'react'
import { Button, Dialog, TextInput } from '~/ui'
import { useFlowWords } from '../words'

interface NameTestProps {
  title: string
  hint?: string
  name: string
  onName: (name: string) => Promise<void>
  onClose: () => void
}

/** Asks what a test is called. */
export function NameTest({ title, hint, name, onName, onClose }: NameTestProps) {
  const words = useFlowWords()
  const box = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(name)
  // a dialog gives the focus to its first button when it opens
  useEffect(() => {
    box.current?.focus()
    box.current?.select()
  }, [])
  const [failure, setFailure] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const done = async () => {
    if (text.trim() === '' || busy) return
    setBusy(true)
    try {
      await onName(text.trim())
      onClose()
    } catch (error) {
      setBusy(false)
      setFailure(error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <Dialog
      title={title}
      closeLabel={words.publish.cancel}
      onClose={onClose}
      actions={
        <>
          <Button look="quiet" onClick={onClose}>
            {words.publish.cancel}
          </Button>
          <Button look="primary" data-testid="name-test" disabled={text.trim() === '' || busy} onClick={() => void done()}>
            {title}
          </Button>
        </>
      }
    >
      {hint && <p>{hint}</p>}
      <TextInput
        ref={box}
        aria-label={words.tests.name}
        data-testid="test-name"
        maxLength={100}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          void done()
        }}
      />
      {failure && (
        <p role="alert">
          {failure}
        </p>
      )}
    </Dialog>
  )
}
