import { useState } from 'react'
import { useWords } from '~/i18n'
import type { Condition } from '~/model/conditions'
import { Button, Dialog } from '~/ui'
import { Form } from '~/ui/page'
import { ConditionFields } from './ConditionFields'
import { firstDraft, type Known, settled } from './model'
import { useRuleWords } from './words'

interface FilterDialogProps {
  known: Known
  onClose: () => void
  onAdd: (condition: Condition) => void
}

/** One more condition for a list. */
export function FilterDialog({ known, onClose, onAdd }: FilterDialogProps) {
  const words = useRuleWords()
  const common = useWords()
  const [draft, setDraft] = useState(firstDraft)
  const condition = settled(draft, known)
  const add = () => {
    if (!condition) return
    onAdd(condition)
    onClose()
  }
  return (
    <Dialog
      title={words.add}
      closeLabel={common.common.close}
      onClose={onClose}
      actions={
        <Button look="primary" disabled={!condition} onClick={add} data-testid="apply-filter">
          {words.apply}
        </Button>
      }
    >
      <Form onSend={add}>
        <ConditionFields draft={draft} known={known} onChange={setDraft} />
      </Form>
    </Dialog>
  )
}
