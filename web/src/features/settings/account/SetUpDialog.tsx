import { IconDownload } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { api, ask } from '~/api/client'
import type { components } from '~/api/schema'
import { useAct } from '~/app/useAct'
import { useWords } from '~/i18n'
import { Button, Dialog, Field, Skeleton, TextInput } from '~/ui'
import { CopyLine, Flaw, Form, linkLook, Notice, Row } from '~/ui/page'
import { useSettingsWords } from '../words'
import css from './Account.module.css'

const Qr = lazy(() => import('./Qr'))

interface SetUpDialogProps {
  secret: components['schemas']['TwoFactorSecret']
  onClose: () => void
  onDone: () => void
}

/** The secret as a picture and as text, then a first code, then the recovery codes: they are shown this once. */
export function SetUpDialog({ secret, onClose, onDone }: SetUpDialogProps) {
  const words = useSettingsWords()
  const common = useWords()
  const [code, setCode] = useState('')
  const [recovery, setRecovery] = useState<string[] | null>(null)
  const { busy, failure, act } = useAct()
  const digits = code.replace(/\s/g, '')
  const confirm = () =>
    digits.length === 6 &&
    act(async () => {
      const { recoveryCodes } = await ask(api.PUT('/api/v1/session/two-factor', { body: { code: digits } }))
      setRecovery(recoveryCodes)
      onDone()
    })
  if (recovery) return <Recovery codes={recovery} onClose={onClose} />
  const flaw = failure && (failure.fields.code ?? failure.message)
  return (
    <Dialog
      title={words.account.setUpTitle}
      closeLabel={common.common.close}
      onClose={onClose}
      actions={
        <Button look="primary" data-testid="confirm-factor" disabled={busy || digits.length !== 6} onClick={() => void confirm()}>
          {words.account.confirm}
        </Button>
      }
    >
      <p>{words.account.scan}</p>
      <div className={css.qr}>
        <Suspense fallback={<Skeleton width={200} height={200} />}>
          <Qr text={secret.uri} label={words.account.qr} />
        </Suspense>
      </div>
      <p>{words.account.orType}</p>
      <CopyLine value={secret.secret} label={common.common.copy} done={common.common.copied} testId="factor-secret" />
      <Form onSend={() => void confirm()}>
        <Field label={words.account.code} hint={flaw ? <Flaw>{flaw}</Flaw> : words.account.codeHint}>
          {(ids) => (
            <TextInput {...ids} data-testid="factor-code" inputMode="numeric" autoComplete="one-time-code" maxLength={7} value={code} aria-invalid={flaw ? true : undefined} onChange={(event) => setCode(event.target.value)} />
          )}
        </Field>
      </Form>
    </Dialog>
  )
}

function Recovery({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const words = useSettingsWords()
  const common = useWords()
  const text = codes.join('\n')
  return (
    <Dialog
      title={words.account.recovery}
      closeLabel={common.common.close}
      onClose={onClose}
      actions={
        <Button look="primary" data-testid="kept-codes" onClick={onClose}>
          {words.account.keptThem}
        </Button>
      }
    >
      <Notice tone="warn">{words.account.recoveryHint}</Notice>
      <ul className={css.codes} data-testid="recovery-codes">
        {codes.map((each) => (
          <li key={each}>
            <code>{each}</code>
          </li>
        ))}
      </ul>
      <Row>
        <a className={linkLook} download="recovery-codes.txt" href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${text}\n`)}`}>
          <IconDownload size={16} aria-hidden /> {words.account.download}
        </a>
        <Button onClick={() => void navigator.clipboard.writeText(text)}>{common.common.copy}</Button>
      </Row>
    </Dialog>
  )
}
