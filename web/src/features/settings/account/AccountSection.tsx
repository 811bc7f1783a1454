import { useBoard } from '~/app/keys/board'
import { useSwitchLetters } from '~/app/preferences'
import { useSession } from '~/app/session'
import { useAct } from '~/app/useAct'
import { Switch } from '~/ui'
import { Fact, Facts, Notice, Section } from '~/ui/page'
import { useSettingsWords } from '../words'
import { PasswordForm } from './PasswordForm'
import { SecondFactor } from './SecondFactor'
import { Sessions } from './Sessions'

/** One's own account: who one is, how one comes in, and what the keyboard does. */
export function AccountSection() {
  const words = useSettingsWords()
  const { data: session } = useSession()
  const { letters } = useBoard()
  const switchLetters = useSwitchLetters()
  const { failure, act } = useAct()
  if (!session) return null
  const { user, demo } = session
  return (
    <>
      <Section title={words.account.who}>
        <Facts>
          <Fact label={words.account.name}>{user.name}</Fact>
          <Fact label={words.account.email}>{user.email ?? '–'}</Fact>
          <Fact label={words.account.role}>{words.roles[user.role] ?? user.role}</Fact>
        </Facts>
        {demo && <Notice tone="info">{words.account.demo}</Notice>}
      </Section>
      {!demo && <PasswordForm />}
      {!demo && <SecondFactor me={user.id} />}
      {!demo && <Sessions />}
      <Section title={words.account.keyboard}>
        {failure && <Notice tone="danger">{failure.message}</Notice>}
        <Switch label={words.account.letters} hint={words.account.lettersHint} checked={letters} onChange={(on) => void act(() => switchLetters(on))} />
      </Section>
    </>
  )
}
