import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useAct } from '~/app/useAct'
import { useWords } from '~/i18n'
import { Button, Dialog, Field, TextInput } from '~/ui'
import { Form, Notice } from '~/ui/page'
import type { Known } from '../../rules/model'
import type { CampaignsApi } from '../api'
import { audienceOf, type AudiencePlan } from '../model/audience'
import { useCampaignWords } from '../words'
import css from './Wizard.module.css'

/** Keeps the rules under a name, for the next time. */
export function SaveSegment({ api, audience, known }: { api: CampaignsApi; audience: AudiencePlan; known: Known }) {
  const words = useCampaignWords()
  const common = useWords()
  const queries = useQueryClient()
  const [open, setOpen] = useState(false)
  const [name, setName] = useState('')
  const [saved, setSaved] = useState<string | null>(null)
  const { busy, failure, act } = useAct()
  const whole = audienceOf(audience, known)
  if (whole?.kind !== 'rule') return null
  const save = () =>
    act(async () => {
      await api.saveSegment(name.trim(), whole.rule)
      await queries.invalidateQueries({ queryKey: ['campaigns', api.workspace, 'segments'] })
      setSaved(name.trim())
      setOpen(false)
    })
  return (
    <div className={css.flush}>
      <Button look="quiet" onClick={() => setOpen(true)}>
        {words.audience.saveSegment}
      </Button>
      {saved && <span role="status">{words.audience.segmentSaved(saved)}</span>}
      {open && (
        <Dialog
          title={words.audience.saveSegment}
          closeLabel={common.common.close}
          onClose={() => setOpen(false)}
          actions={
            <Button look="primary" disabled={busy || name.trim() === ''} onClick={() => void save()}>
              {common.common.save}
            </Button>
          }
        >
          <Form onSend={() => void save()}>
            <Field label={words.audience.segmentName}>{(ids) => <TextInput {...ids} value={name} maxLength={100} onChange={(event) => setName(event.target.value)} />}</Field>
            {failure && <Notice tone="danger">{failure.message}</Notice>}
          </Form>
        </Dialog>
      )}
    </div>
  )
}
