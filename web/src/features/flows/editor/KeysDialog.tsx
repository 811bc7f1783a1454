import { Dialog } from '~/ui'
import { useFlowWords } from '../words'
import css from './FlowPage.module.css'

/** Every key of the editor. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const words = useFlowWords()
  return (
    <Dialog title={words.keys.title} closeLabel={words.editor.close} onClose={onClose} width={440}>
      <dl className={css.keys}>
        {words.keys.rows.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
