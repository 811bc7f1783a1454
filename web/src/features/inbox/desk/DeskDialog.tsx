import { AssignPicker } from './AssignPicker'
import type { DeskQuestion } from './DeskProvider'
import { HandBackDialog } from './HandBackDialog'
import { LabelPicker } from './LabelPicker'
import { SnoozePicker } from './SnoozePicker'

export interface DeskDialogProps {
  ids: readonly number[]
  /** With true when the conversations have left the lists they were in. */
  onClose: (left: boolean) => void
}

/** The question that an act asks before it is done. */
export function DeskDialog({ act, ...rest }: DeskDialogProps & { act: DeskQuestion }) {
  switch (act) {
    case 'assign':
      return <AssignPicker {...rest} />
    case 'labels':
      return <LabelPicker {...rest} />
    case 'snooze':
      return <SnoozePicker {...rest} />
    case 'handBack':
      return <HandBackDialog {...rest} />
  }
}
