import { useRef, useState } from 'react'
import { useAct } from '~/app/useAct'
import { newId } from '~/live/newId'
import { keep, kept } from '~/storage'
import { Button } from '~/ui'
import { Notice, Section } from '~/ui/page'
import type { CampaignsApi } from '../api'
import { ContactSearch } from '../ContactSearch'
import type { Plan } from '../model/plan'
import { useCampaignWords } from '../words'
import css from './Wizard.module.css'

interface TestSendProps {
  api: CampaignsApi
  plan: Plan
  keepDraft: () => Promise<number | null>
}

interface To {
  id: number
  name: string
}

function lastOne(key: string): To | null {
  try {
    return JSON.parse(kept(key) ?? 'null') as To | null
  } catch {
    return null
  }
}

/** Sends it to oneself, or whoever is to look at it: the same message, now, counted for nothing. */
export function TestSend({ api, plan, keepDraft }: TestSendProps) {
  const words = useCampaignWords()
  const key = `campaign-test:${api.workspace}`
  const [to, setTo] = useState(() => lastOne(key))
  const [sent, setSent] = useState<string | null>(null)
  const clientId = useRef(newId())
  const { busy, failure, act } = useAct()
  const send = async (one: To) => {
    setSent(null)
    const done = await act(async () => {
      const id = await keepDraft()
      if (id === null) throw new Error(words.wizard.lacks.places)
      await api.test(id, one.id, clientId.current, plan.audience.list?.recipients[0]?.values ?? null)
      clientId.current = newId()
    })
    if (done) setSent(one.name)
  }
  return (
    <Section title={words.message.test} hint={words.message.testHint}>
      {to ? (
        <div className={css.inline}>
          <Button data-testid="test-send" disabled={busy} onClick={() => void send(to)}>
            {words.message.testTo(to.name)}
          </Button>
          <Button look="quiet" onClick={() => setTo(null)}>
            {words.message.testOther}
          </Button>
        </div>
      ) : (
        <ContactSearch
          api={api}
          label={words.audience.find}
          action={words.message.testTo}
          onPick={({ id }, name) => {
            setTo({ id, name })
            keep(key, JSON.stringify({ id, name }))
          }}
        />
      )}
      {failure && <Notice tone="danger">{failure.message}</Notice>}
      {sent && <Notice tone="good">{words.message.tested(sent)}</Notice>}
    </Section>
  )
}
