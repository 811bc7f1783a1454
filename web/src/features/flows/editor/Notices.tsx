import { IconX } from '@tabler/icons-react'
import { useEffect } from 'react'
import { Button, IconButton } from '~/ui'
import { waysOf } from '../model/nodeTypes'
import { edgeAt } from '../model/doc'
import { useFlowWords } from '../words'
import { useNameOf, useSayExit } from './names'
import css from './Notices.module.css'
import { type Notice, useEditor, useFlow } from './store'

const shownFor = 6_000

/** What has just happened, and the way back where there is one. */
export function Notices() {
  const editor = useEditor()
  const words = useFlowWords()
  const nameOf = useNameOf()
  const sayExit = useSayExit()
  const notice = useFlow((state) => state.notice)
  useEffect(() => {
    if (!notice) return
    const timer = setTimeout(editor.dismiss, shownFor)
    return () => clearTimeout(timer)
  }, [editor, notice])

  const textOf = (what: Notice): string => {
    switch (what.kind) {
      case 'deleted':
        return words.toast.deleted(what.count)
      case 'copied':
        return words.toast.copied(what.count)
      case 'pasted':
        return what.unknown.length > 0 ? `${words.toast.pasted(what.count)}. ${words.toast.unknownTypes(what.unknown.join(', '))}` : words.toast.pasted(what.count)
      case 'refused': {
        if (what.why !== 'taken') return words.refusal[what.why]
        const node = editor.doc.nodes.get(what.source)
        const way = node && waysOf(editor.types.get(node.type), node.data, sayExit(node)).find((each) => each.handle === what.handle)
        return words.refusal.taken(way?.label ?? '', nameOf(edgeAt(editor.doc, what.source, what.handle)?.target ?? ''))
      }
      case 'published':
        return words.toast.published(what.version)
      case 'restored':
        return words.history.restored(what.version)
      case 'kept':
        return words.tests.kept(what.name)
      case 'noPicture':
        return words.picture.failed
      case 'found':
        return words.conflict.found
      default:
        return words.toast[what.kind]
    }
  }
  const undoable = notice && ['deleted', 'cableDeleted', 'pasted', 'restored'].includes(notice.what.kind)
  return (
    <div className={css.place} role="status">
      {notice && (
        <div className={css.notice} key={notice.at} data-testid="notice">
          <span>{textOf(notice.what)}</span>
          {undoable && (
            <Button
              look="quiet"
              className={css.undo}
              onClick={() => {
                editor.undo()
                editor.dismiss()
              }}
            >
              {words.toast.undo}
            </Button>
          )}
          <IconButton label={words.toast.dismiss} className={css.close} onClick={editor.dismiss}>
            <IconX size={16} aria-hidden />
          </IconButton>
        </div>
      )}
    </div>
  )
}
