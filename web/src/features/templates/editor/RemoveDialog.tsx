import { useAct } from '~/app/useAct'
import { useWords } from '~/i18n'
import { Button, Dialog } from '~/ui'
import { dangerLook, Notice } from '~/ui/page'
import type { TemplatesApi, TemplateUse } from '../api'
import type { Template } from '../model/form'
import { UseLink } from '../UseLink'
import { useTemplateWords } from '../words'
import css from './Editor.module.css'

interface RemoveDialogProps {
  api: TemplatesApi
  template: Template
  uses: readonly TemplateUse[]
  onClose: () => void
  onRemoved: () => void
}

/** What goes with the template, before it goes. */
export function RemoveDialog({ api, template, uses, onClose, onRemoved }: RemoveDialogProps) {
  const words = useTemplateWords()
  const common = useWords()
  const { busy, failure, act } = useAct()
  const used = uses.length > 0
  const remove = async () => {
    if (await act(() => api.remove(template.id, used))) onRemoved()
  }
  return (
    <Dialog
      title={words.removing.title(template.name, template.language)}
      closeLabel={common.common.close}
      onClose={onClose}
      actions={
        <Button className={dangerLook} disabled={busy} data-testid="confirm" onClick={() => void remove()}>
          {used ? words.removing.anyway : words.removing.do}
        </Button>
      }
    >
      {failure && <Notice tone="danger">{failure.message}</Notice>}
      <p>{words.removing.hint}</p>
      {used && (
        <>
          <p>{words.removing.used(uses.length)}</p>
          <ul className={css.uses}>
            {uses.map((use) => (
              <li key={`${use.kind} ${use.id}`}>
                <UseLink use={use} /> <small>{words.kinds[use.kind]}</small>
              </li>
            ))}
          </ul>
        </>
      )}
    </Dialog>
  )
}
