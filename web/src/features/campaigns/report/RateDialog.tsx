import { useState } from 'react'
import { useAct } from '~/app/useAct'
import { useWords } from '~/i18n'
import { Button, Dialog, Field, TextInput } from '~/ui'
import { Form, Notice } from '~/ui/page'
import type { CampaignsApi } from '../api'
import { useFigures } from '../figures'
import type { Campaign } from '../types'
import { useCampaignWords } from '../words'

interface RateDialogProps {
  api: CampaignsApi
  campaign: Campaign
  most: number | null
  onClose: () => void
  onDone: (after: Campaign) => Promise<void>
}

/** Another speed, also while it runs. */
export function RateDialog({ api, campaign, most, onClose, onDone }: RateDialogProps) {
  const words = useCampaignWords()
  const common = useWords()
  const figures = useFigures()
  const [typed, setTyped] = useState(String(campaign.perSecond ?? ''))
  const { busy, failure, act } = useAct()
  const set = async () => {
    const perSecond = typed.trim() === '' ? null : Math.round(Number(typed))
    if (await act(async () => onDone(await api.rate(campaign.id, perSecond)))) onClose()
  }
  return (
    <Dialog
      title={words.report.speedTitle}
      closeLabel={common.common.close}
      onClose={onClose}
      actions={
        <Button look="primary" disabled={busy} onClick={() => void set()} data-testid="rate-set">
          {words.report.speedSet}
        </Button>
      }
    >
      <Form onSend={() => void set()}>
        <Field label={words.report.speed} hint={most === null ? words.report.speedHintUnknown : words.report.speedHint(figures.number(most))}>
          {(ids) => <TextInput {...ids} type="number" min={1} max={most ?? undefined} data-testid="rate" value={typed} onChange={(event) => setTyped(event.target.value)} />}
        </Field>
        {failure && <Notice tone="danger">{failure.message}</Notice>}
      </Form>
    </Dialog>
  )
}
