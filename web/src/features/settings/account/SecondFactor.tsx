import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '~/api/client'
import type { components } from '~/api/schema'
import { useWorkspace } from '~/app/session'
import { useAct } from '~/app/useAct'
import { Button } from '~/ui'
import { Chip, Notice, Row, Section } from '~/ui/page'
import { useSettingsWords } from '../words'
import { SetUpDialog } from './SetUpDialog'
import { TurnOffDialog } from './TurnOffDialog'

type Secret = components['schemas']['TwoFactorSecret']

/** A code of an app besides the password. */
export function SecondFactor({ me }: { me: string }) {
  const words = useSettingsWords()
  const queries = useQueryClient()
  const { id: ws } = useWorkspace()
  const members = useQuery({ queryKey: ['users', ws], queryFn: () => ask(api.GET('/api/v1/workspaces/{ws}/users', { params: { path: { ws } } })) })
  const [secret, setSecret] = useState<Secret | null>(null)
  const [ending, setEnding] = useState(false)
  const { busy, failure, act } = useAct()
  const on = members.data?.items.find(({ id }) => id === me)?.twoFactor
  const refresh = () => void queries.invalidateQueries({ queryKey: ['users', ws] })
  const begin = () => act(async () => setSecret(await ask(api.POST('/api/v1/session/two-factor'))))
  return (
    <Section title={words.account.factor} hint={words.account.factorHint} tools={on !== undefined && <Chip tone={on ? 'good' : 'plain'}>{on ? words.team.on : words.team.off}</Chip>}>
      {(failure || members.isError) && <Notice tone="danger">{(failure ?? members.error)?.message}</Notice>}
      <Row>
        {on === false && (
          <Button look="primary" data-testid="set-up-factor" disabled={busy} onClick={() => void begin()}>
            {words.account.setUp}
          </Button>
        )}
        {on && (
          <Button data-testid="turn-off-factor" onClick={() => setEnding(true)}>
            {words.account.turnOff}
          </Button>
        )}
      </Row>
      {secret && <SetUpDialog secret={secret} onClose={() => setSecret(null)} onDone={refresh} />}
      {ending && <TurnOffDialog onClose={() => setEnding(false)} onDone={refresh} />}
    </Section>
  )
}
