import { IconVolume } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '~/api/client'
import type { Preferences } from '~/api/types'
import { usePreferences, useSetPreferences } from '~/app/preferences'
import { useWorkspace } from '~/app/session'
import { useAct } from '~/app/useAct'
import { chime } from '~/features/inbox/rings/chime'
import { isAtLeast } from '~/model/access'
import { Button, Field, Select, Switch } from '~/ui'
import { Notice, Section } from '~/ui/page'
import { useInboxSettingsWords } from './words'

const holds = [0, 5, 10, 20, 30]

/** How the inbox behaves: for the one who is here, and for all. */
export function InboxSection() {
  return (
    <>
      <Mine />
      <ForAll />
    </>
  )
}

function Mine() {
  const { mine: words } = useInboxSettingsWords()
  const preferences = usePreferences()
  const keep = useSetPreferences()
  const { busy, failure, act } = useAct()
  const [blocked, setBlocked] = useState(false)
  const put = (change: Partial<Preferences>) => void act(() => keep({ ...preferences, ...change }))
  const notices = async (on: boolean) => {
    const allowed = !on || ('Notification' in window && (await Notification.requestPermission()) === 'granted')
    setBlocked(!allowed)
    put({ notifications: on && allowed })
  }
  const options = [...new Set([...holds, preferences.undoSeconds])].sort((a, b) => a - b)
  return (
    <Section title={words.title} hint={words.hint}>
      {failure && <Notice tone="danger">{failure.message}</Notice>}
      <Switch label={words.sound} hint={words.soundHint} checked={preferences.sound} onChange={(sound) => put({ sound })} />
      {preferences.sound && (
        <div>
          <Button onClick={chime}>
            <IconVolume size={16} aria-hidden /> {words.try}
          </Button>
        </div>
      )}
      <Switch label={words.notices} hint={words.noticesHint} checked={preferences.notifications} onChange={(on) => void notices(on)} />
      {blocked && <Notice tone="warn">{words.blocked}</Notice>}
      <Switch label={words.enter} hint={words.enterHint} checked={preferences.enterSends} onChange={(enterSends) => put({ enterSends })} />
      <Field label={words.undo} hint={words.undoHint}>
        {(ids) => (
          <Select
            {...ids}
            data-testid="undo-seconds"
            disabled={busy}
            value={String(preferences.undoSeconds)}
            onChange={(value) => put({ undoSeconds: Number(value) })}
            options={options.map((each) => ({ value: String(each), label: words.seconds(each) }))}
          />
        )}
      </Field>
    </Section>
  )
}

function ForAll() {
  const { all: words } = useInboxSettingsWords()
  const { id: ws, role } = useWorkspace()
  const queries = useQueryClient()
  const key = ['inbox-settings', ws]
  const settings = useQuery({ queryKey: key, queryFn: () => ask(api.GET('/api/v1/workspaces/{ws}/inbox/settings', { params: { path: { ws } } })) })
  const { failure, act } = useAct()
  const put = (showTyping: boolean) =>
    act(async () => {
      const kept = await ask(api.PUT('/api/v1/workspaces/{ws}/inbox/settings', { params: { path: { ws } }, body: { showTyping } }))
      queries.setQueryData(key, kept)
    })
  if (!isAtLeast(role, 'admin')) return null
  return (
    <Section title={words.title}>
      {(failure || settings.isError) && <Notice tone="danger">{(failure ?? settings.error)?.message}</Notice>}
      {settings.data && <Switch label={words.typing} hint={words.typingHint} checked={settings.data.showTyping} onChange={(on) => void put(on)} />}
    </Section>
  )
}
