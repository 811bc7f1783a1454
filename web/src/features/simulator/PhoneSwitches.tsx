import { IconDotsVertical } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useWords } from '~/i18n'
import { IconButton, Popover } from '~/ui'
import css from './Panes.module.css'

interface State {
  phone: string
  online: boolean
  usernameOnly: boolean
  onWhatsApp: boolean
  blocked: boolean
}

const usual = { online: true, usernameOnly: false, onWhatsApp: true, blocked: false }

/** What this person's phone is like: on or off, without a number, blocking the business. */
export function PhoneSwitches({ api, number, phone }: { api: string; number: string; phone: string }) {
  const words = useWords()
  const client = useQueryClient()
  const [open, setOpen] = useState(false)
  const key = ['simulator', 'phones', api, number]
  const phones = useQuery({
    queryKey: key,
    enabled: open,
    queryFn: async () => ((await (await fetch(`${api}/numbers/${number}/phones`)).json()) as { items: State[] }).items,
  })
  const now = phones.data?.find((each) => each.phone === phone) ?? usual
  const change = async (wish: Partial<State>) => {
    await fetch(`${api}/numbers/${number}/phones/${phone}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(wish),
    }).catch(() => null)
    await client.invalidateQueries({ queryKey: key })
  }
  const rows = [
    [words.simulator.online, now.online, (online: boolean) => ({ online })],
    [words.simulator.hidden, now.usernameOnly, (usernameOnly: boolean) => ({ usernameOnly })],
    [words.simulator.blocked, now.blocked, (blocked: boolean) => ({ blocked })],
    [words.simulator.onWhatsApp, now.onWhatsApp, (onWhatsApp: boolean) => ({ onWhatsApp })],
  ] as const

  return (
    <Popover
      opened={open}
      onClose={() => setOpen(false)}
      label={words.simulator.settings}
      target={
        <IconButton tipSide="bottom-end" label={words.simulator.settings} onClick={() => setOpen(!open)}>
          <IconDotsVertical size={18} aria-hidden />
        </IconButton>
      }
    >
      <div className={css.switches}>
        {rows.map(([label, on, wish]) => (
          <label key={label} className={css.check}>
            <input type="checkbox" checked={on} onChange={(event) => void change(wish(event.target.checked))} />
            {label}
          </label>
        ))}
      </div>
    </Popover>
  )
}
