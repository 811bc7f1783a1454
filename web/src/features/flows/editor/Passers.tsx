import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useDates } from '~/i18n/dates'
import { Avatar, Dialog, Skeleton } from '~/ui'
import { handleOf } from '../model/doc'
import { waysOf } from '../model/nodeTypes'
import { useFlowWords } from '../words'
import { useNameOf, useSayExit } from './names'
import css from './Passers.module.css'
import { useEditor } from './store'

/** Who went along a cable lately; each opens in the inbox. */
export function Passers({ edge, onClose }: { edge: string; onClose: () => void }) {
  const editor = useEditor()
  const words = useFlowWords()
  const dates = useDates()
  const nameOf = useNameOf()
  const sayExit = useSayExit()
  const cable = editor.doc.edges.get(edge)
  const source = cable && editor.doc.nodes.get(cable.source)
  const way = cable && source && waysOf(editor.types.get(source.type), source.data, sayExit(source)).find((each) => each.handle === handleOf(cable))
  const found = useQuery({
    queryKey: ['flows', editor.flow, 'passers', edge],
    queryFn: () => editor.api.passers(editor.flow, cable!.source, handleOf(cable!)),
    enabled: cable !== undefined,
    staleTime: 0,
    gcTime: 0,
  })
  if (!cable) return null
  const from = way?.item ? `${nameOf(cable.source)} · ${way.label}` : nameOf(cable.source)
  return (
    <Dialog title={words.passed.title(from, nameOf(cable.target))} closeLabel={words.editor.close} onClose={onClose} width={420}>
      <p className={css.hint}>{words.passed.hint}</p>
      {found.isPending && [1, 2, 3].map((n) => <Skeleton key={n} width="100%" height={40} />)}
      {found.isError && <p role="alert">{words.passed.failed}</p>}
      {found.data?.length === 0 && <p>{words.passed.none}</p>}
      <ul className={css.list}>
        {found.data?.map((one) => (
          <li key={one.conversationId}>
            <Link to="/inbox/{-$conversation}" params={{ conversation: String(one.conversationId) }} className={css.one} data-testid="passer" title={words.passed.open}>
              <Avatar name={one.name ?? one.phone ?? '?'} size={32} />
              <span>{one.name ?? one.phone}</span>
              <time dateTime={one.at}>{dates.stamp(one.at)}</time>
            </Link>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
