import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconWand, IconX } from '@tabler/icons-react'
import { Button, IconButton } from '~/ui'
import { fixFor } from '../model/fixes'
import type { Issue } from '../types'
import { useFlowWords } from '../words'
import { useCommands } from './commands'
import css from './Issues.module.css'
import { useNameOf, useTell } from './names'
import { type Editor, useEditor, useFlow } from './store'

const onNode = new Set(['longTemplate', 'longText'])

/** Goes to what an issue is about: the step, the field, the caret. */
export function goTo(editor: Editor, reveal: (id: string) => void, issue: Issue) {
  const id = issue.elementId
  if (id === null) return
  if (editor.doc.edges.has(id)) {
    editor.select([], [id])
    return reveal(editor.doc.edges.get(id)!.source)
  }
  const node = editor.doc.nodes.get(id)
  if (!node) return
  editor.select([id])
  reveal(id)
  const field = editor.types.get(node.type)?.fields.find((each) => each.name === issue.field)
  if (field?.onNode && onNode.has(field.kind)) editor.edit({ node: id, field: field.name })
  else if (field) {
    editor.open('settings')
    setTimeout(() => document.querySelector<HTMLElement>(`[data-field="${CSS.escape(field.name)}"]:is(input, select, textarea)`)?.focus(), 60)
  }
}

/** Everything that is wrong, the worst first; a click goes there, and a button mends what can be mended. */
export function Issues({ onClose }: { onClose: () => void }) {
  const editor = useEditor()
  const words = useFlowWords()
  const issues = useFlow((state) => state.issues)
  const checking = useFlow((state) => state.checking)
  const blocks = issues.filter((issue) => issue.severity === 'error')
  const warnings = issues.filter((issue) => issue.severity !== 'error')
  return (
    <section className={css.panel} aria-label={words.issues.title} data-testid="issues">
      <header className={css.head}>
        <h2>{words.issues.title}</h2>
        <span className={css.state} role="status">
          {checking === 'failed' ? words.issues.notChecked : ''}
        </span>
        <IconButton label={words.editor.close} tipSide="bottom-end" onClick={onClose}>
          <IconX size={16} aria-hidden />
        </IconButton>
      </header>
      <div className={css.lists}>
        {issues.length === 0 && checking !== 'failed' && (
          <p className={css.fine}>
            <IconCircleCheck size={18} aria-hidden /> {words.issues.fine}
          </p>
        )}
        <List title={words.issues.blocks} issues={blocks} editor={editor} />
        <List title={words.issues.warnings} issues={warnings} editor={editor} />
      </div>
    </section>
  )
}

function List({ title, issues, editor }: { title: string; issues: readonly Issue[]; editor: Editor }) {
  const words = useFlowWords()
  const nameOf = useNameOf()
  const { reveal } = useCommands()
  const tell = useTell()
  if (issues.length === 0) return null
  return (
    <>
      <h3 className={css.title}>{title}</h3>
      <ul>
        {issues.map((issue, index) => {
          const fix = fixFor(editor.doc, editor.types, issue)
          const where = issue.elementId !== null && editor.doc.nodes.has(issue.elementId) ? nameOf(issue.elementId) : null
          return (
            <li key={`${issue.code}-${issue.elementId}-${issue.field}-${index}`} className={css.issue} data-severity={issue.severity}>
              <button type="button" className={css.go} data-testid="issue" onClick={() => goTo(editor, reveal, issue)}>
                {issue.severity === 'error' ? <IconCircleX size={16} aria-hidden /> : <IconAlertTriangle size={16} aria-hidden />}
                <span>
                  {where && !issue.text.startsWith(where) && <b>{where}</b>}
                  {tell(issue)}
                </span>
              </button>
              {fix && (
                <Button className={css.fix} data-testid="fix" onClick={() => editor.fix(issue)}>
                  <IconWand size={14} aria-hidden /> {words.issues.fix[fix.kind]}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
    </>
  )
}
