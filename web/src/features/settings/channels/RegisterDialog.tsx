import { useState } from 'react'
import { api, ask } from '~/api/client'
import { useAct } from '~/app/useAct'
import { useLanguage, useWords } from '~/i18n'
import { Button, Dialog, Field, TextInput } from '~/ui'
import { Notice, Row } from '~/ui/page'
import css from '../Settings.module.css'
import { useSettingsWords } from '../words'

interface RegisterDialogProps {
  ws: string
  channel: number
  number: string
  onClose: () => void
}

/** The three steps with which Meta lets a number speak. */
export function RegisterDialog({ ws, channel, number, onClose }: RegisterDialogProps) {
  const words = useSettingsWords()
  const common = useWords()
  const language = useLanguage()
  const params = { path: { ws, id: channel } }
  const [code, setCode] = useState('')
  const [pin, setPin] = useState('')
  const [done, setDone] = useState<string | null>(null)
  const { busy, failure, act } = useAct()
  const step = (said: string, what: () => Promise<unknown>) => {
    setDone(null)
    void act(what).then((well) => well && setDone(said))
  }
  const bring = (method: string) => step(words.channels.sent, () => ask(api.POST('/api/v1/workspaces/{ws}/channels/{id}/request-code', { params, body: { method, language: language === 'es' ? 'es' : 'en_US' } })))
  const six = (text: string) => /^\d{6}$/.test(text)
  return (
    <Dialog title={words.channels.registerTitle(number)} closeLabel={common.common.close} onClose={onClose}>
      {failure && <Notice tone="danger">{failure.message}</Notice>}
      {done && <Notice tone="good">{done}</Notice>}
      <div className={css.steps}>
        <div>
          <h3>{words.channels.step1}</h3>
          <Row>
            <Button disabled={busy} onClick={() => bring('SMS')}>
              {words.channels.sms}
            </Button>
            <Button disabled={busy} onClick={() => bring('VOICE')}>
              {words.channels.voice}
            </Button>
          </Row>
        </div>
        <div>
          <h3>{words.channels.step2}</h3>
          <Field label={words.channels.code}>{(ids) => <TextInput {...ids} inputMode="numeric" autoComplete="one-time-code" maxLength={6} value={code} onChange={(event) => setCode(event.target.value)} />}</Field>
          <Row>
            <Button disabled={busy || !six(code)} onClick={() => step(words.channels.verified, () => ask(api.POST('/api/v1/workspaces/{ws}/channels/{id}/verify-code', { params, body: { code } })))}>
              {words.channels.enter}
            </Button>
          </Row>
        </div>
        <div>
          <h3>{words.channels.step3}</h3>
          <Field label={words.channels.pin} hint={words.channels.pinHint}>
            {(ids) => <TextInput {...ids} inputMode="numeric" maxLength={6} value={pin} onChange={(event) => setPin(event.target.value)} />}
          </Field>
          <Row>
            <Button look="primary" disabled={busy || !six(pin)} onClick={() => step(words.channels.registered, () => ask(api.POST('/api/v1/workspaces/{ws}/channels/{id}/register', { params, body: { pin } })))}>
              {words.channels.doRegister}
            </Button>
          </Row>
        </div>
      </div>
    </Dialog>
  )
}
