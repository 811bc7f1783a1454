import { IconUserOff, IconUsersGroup } from '@tabler/icons-react'
import { useInbox, useInboxStore } from '~/app/InboxProvider'
import { useWords } from '~/i18n'
import type { Order } from '~/model/desk'
import { Avatar, Picker, type PickerOption } from '~/ui'
import css from './Desk.module.css'
import type { DeskDialogProps } from './DeskDialog'
import { usePresent, useTeam } from './useTeam'
import { useDeskWords } from './words'

/** To whom: people with who of them is here, queues with how many wait there, or nobody. */
export function AssignPicker({ ids, onClose }: DeskDialogProps) {
  const common = useWords()
  const { assign: words } = useDeskWords()
  const store = useInboxStore()
  const { people, queues } = useTeam()
  const present = usePresent()
  const counts = useInbox((state) => state.counts, null)
  const conversation = useInbox((state) => (ids.length === 1 ? state.rows.get(ids[0]!)?.conversation : undefined), undefined)

  const me = String(store?.me)
  const rank = (id: string) => (id === me ? 0 : present.has(id) ? 1 : 2)
  const options: PickerOption[] = [
    ...[...people]
      .sort((a, b) => rank(a.id) - rank(b.id) || a.name.localeCompare(b.name))
      .map(({ id, name }) => ({
        id: `person ${id}`,
        label: name,
        hint: id === me ? words.me : present.has(id) ? words.present : words.away,
        group: words.people,
        checked: conversation?.assignee?.id === id,
        icon: (
          <span className={css.mate} data-present={present.has(id) || undefined}>
            <Avatar name={name} size={24} />
          </span>
        ),
      })),
    { id: 'nobody', label: words.nobody, group: words.people, icon: <IconUserOff size={18} aria-hidden /> },
    ...queues.map((queue) => ({
      id: `queue ${queue.key}`,
      label: queue.title,
      hint: [counts?.open.queues[queue.key] && words.waiting(counts.open.queues[queue.key]!), queue.roundRobin && words.turns].filter(Boolean).join(' · '),
      group: words.queues,
      checked: conversation?.owner === 'queue' && conversation.queue === queue.key,
      icon: <IconUsersGroup size={18} aria-hidden />,
    })),
  ]
  const pick = (id: string) => {
    const person = people.find((each) => id === `person ${each.id}`)
    const queue = queues.find((each) => id === `queue ${each.key}`)
    const order: Order = queue ? { assign: { queue: queue.key } } : { assign: { to: person ? { id: person.id, name: person.name } : null } }
    void store?.deeds.change(ids, order).catch(() => {})
    onClose(true)
  }

  return (
    <Picker
      title={ids.length > 1 ? words.titleMany(ids.length) : words.title}
      closeLabel={common.common.close}
      ask={words.ask}
      options={options}
      none={words.none}
      onPick={pick}
      onClose={() => onClose(false)}
    />
  )
}
