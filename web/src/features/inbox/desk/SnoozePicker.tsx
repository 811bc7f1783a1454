import { IconClock, IconMessageReply } from '@tabler/icons-react'
import { useState } from 'react'
import { useInboxStore } from '~/app/InboxProvider'
import { useWords } from '~/i18n'
import { useDates } from '~/i18n/dates'
import { localTime } from '~/model/localTime'
import { Button, Field, Picker, TextInput } from '~/ui'
import { Flaw } from '~/ui/page'
import css from './Desk.module.css'
import type { DeskDialogProps } from './DeskDialog'
import { snoozeTimes } from './snoozes'
import { useDeskWords } from './words'

/** Puts conversations aside: until they write, or until a time. */
export function SnoozePicker({ ids, onClose }: DeskDialogProps) {
  const common = useWords()
  const { snooze: words } = useDeskWords()
  const dates = useDates()
  const store = useInboxStore()
  const [now] = useState(() => new Date())
  const [own, setOwn] = useState('')
  const times = snoozeTimes(now)
  const isPast = own !== '' && new Date(own) <= now

  const put = (until: Date | null) => {
    void store?.deeds.change(ids, { snooze: { until: until?.toISOString() ?? null } }).catch(() => {})
    onClose(true)
  }
  return (
    <Picker
      title={ids.length > 1 ? words.titleMany(ids.length) : words.title}
      closeLabel={common.common.close}
      ask={words.ask}
      none={words.none}
      options={[
        { id: 'reply', label: words.reply, icon: <IconMessageReply size={18} aria-hidden /> },
        ...times.map(({ key, at }) => ({ id: key, label: words[key], hint: dates.soon(at.getTime()), icon: <IconClock size={18} aria-hidden /> })),
      ]}
      onPick={(id) => put(times.find(({ key }) => key === id)?.at ?? null)}
      onClose={() => onClose(false)}
    >
      <form
        className={css.ownTime}
        onSubmit={(event) => {
          event.preventDefault()
          if (own !== '' && !isPast) put(new Date(own))
        }}
      >
        <Field label={words.at} hint={isPast && <Flaw>{words.past}</Flaw>}>
          {(ids) => <TextInput {...ids} type="datetime-local" min={localTime(now)} value={own} aria-invalid={isPast || undefined} onChange={(event) => setOwn(event.target.value)} />}
        </Field>
        <Button type="submit" disabled={own === '' || isPast}>
          {words.set}
        </Button>
      </form>
    </Picker>
  )
}
