import { useAct } from '~/app/useAct'
import { Button, Dialog } from '~/ui'
import { dangerLook, Notice } from '~/ui/page'

interface ConfirmProps {
  title: string
  hint: string
  label: string
  close: string
  onClose: () => void
  onDo: () => Promise<unknown>
}

/** The consequence before the click. It stays open when the server refuses. */
export function Confirm({ title, hint, label, close, onClose, onDo }: ConfirmProps) {
  const { busy, failure, act } = useAct()
  const go = async () => {
    if (await act(onDo)) onClose()
  }
  return (
    <Dialog
      title={title}
      closeLabel={close}
      onClose={onClose}
      actions={
        <Button className={dangerLook} disabled={busy} data-testid="confirm" onClick={() => void go()}>
          {label}
        </Button>
      }
    >
      {failure && <Notice tone="danger">{failure.message}</Notice>}
      <p>{hint}</p>
    </Dialog>
  )
}
