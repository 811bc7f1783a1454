import { useDates } from '~/i18n/dates'
import { Button } from '~/ui'
import { Row } from '~/ui/page'
import type { Contact } from '../model'
import { useContactsWords } from '../words'

interface ConsentProps {
  contact: Contact
  writes: boolean
  onChange: (what: object) => void
}

/** What the person agreed to, and whether they may write. */
export function Consent({ contact, writes, onChange }: ConsentProps) {
  const words = useContactsWords()
  const dates = useDates()
  const { optedIn, optedOut, blockedAt } = contact
  const consentSource = words.profile.source
  const agreed = optedOut
    ? words.profile.consentOut(dates.date(optedOut.at), optedOut.source)
    : optedIn
      ? words.profile.consentIn(dates.date(optedIn.at), optedIn.source)
      : words.noConsent
  return (
    <>
      <p data-testid="consent">{agreed}</p>
      {blockedAt && <p>{words.profile.blockedSince(dates.date(blockedAt))}</p>}
      {writes && (
        <Row>
          {!optedIn && !optedOut && <Button onClick={() => onChange({ optedIn: true, consentSource })}>{words.profile.setIn}</Button>}
          <Button onClick={() => onChange({ optedOut: optedOut === null, consentSource })}>{optedOut ? words.profile.unsetOut : words.profile.setOut}</Button>
          <Button onClick={() => onChange({ blocked: blockedAt === null })}>{blockedAt ? words.profile.unblock : words.profile.block}</Button>
        </Row>
      )}
    </>
  )
}
