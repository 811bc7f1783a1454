import { IconCircleCheck, IconClockPause, IconListCheck, IconTag, IconUserPlus, IconX } from '@tabler/icons-react'
import { IconButton } from '~/ui'
import { useDesk } from '../desk/DeskProvider'
import { useDeskWords } from '../desk/words'
import css from './BulkBar.module.css'
import type { Marks } from './useMarks'

/** What can be done with all that are selected. */
export function BulkBar({ marks, order }: { marks: Marks; order: readonly number[] }) {
  const { bulk, act } = useDeskWords()
  const desk = useDesk()
  const ids = [...marks.all]
  return (
    <div className={css.bar} role="toolbar" aria-label={bulk.label} data-testid="bulk-bar">
      <IconButton label={bulk.clear} onClick={marks.clear}>
        <IconX size={17} aria-hidden />
      </IconButton>
      <strong aria-live="polite">{bulk.selected(ids.length)}</strong>
      <IconButton label={bulk.all} onClick={() => marks.put(order)}>
        <IconListCheck size={17} aria-hidden />
      </IconButton>
      <IconButton label={act.assign} data-testid="bulk-assign" onClick={() => desk.begin('assign', ids)}>
        <IconUserPlus size={17} aria-hidden />
      </IconButton>
      <IconButton label={act.labels} data-testid="bulk-labels" onClick={() => desk.begin('labels', ids)}>
        <IconTag size={17} aria-hidden />
      </IconButton>
      <IconButton label={act.snooze} tipSide="bottom-end" data-testid="bulk-snooze" onClick={() => desk.begin('snooze', ids)}>
        <IconClockPause size={17} aria-hidden />
      </IconButton>
      <IconButton label={act.resolve} tipSide="bottom-end" data-testid="bulk-resolve" onClick={() => desk.begin('resolve', ids)}>
        <IconCircleCheck size={17} aria-hidden />
      </IconButton>
    </div>
  )
}
