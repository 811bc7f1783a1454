import { IconHistory, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useLanguage } from '~/i18n'
import { useDates } from '~/i18n/dates'
import { Blank, Button, IconButton, Skeleton } from '~/ui'
import { count, isEmpty } from '../model/diff'
import { useFlowWords, useSay } from '../words'
import { useCommands } from './commands'
import css from './HistoryPanel.module.css'
import { nameFor } from './names'
import { shownValue } from './Changes'
import { useEditor, useFlow } from './store'

/** The published versions. One that is chosen is shown on the canvas against the draft, and can be taken back. */
export function HistoryPanel() {
  const editor = useEditor()
  const words = useFlowWords()
  const dates = useDates()
  const language = useLanguage()
  const compared = useFlow((state) => state.compared)
  const versions = useQuery({ queryKey: ['flows', editor.flow, 'versions'], queryFn: () => editor.api.versions(editor.flow), staleTime: 0 })
  const live = versions.data?.[0]?.version

  const choose = async (version: number) => {
    if (compared?.version === version) return editor.compareWith(null)
    editor.compareWith(version, await editor.api.version(editor.flow, version))
  }
  return (
    <section className={css.panel} aria-label={words.history.title} data-testid="history">
      <header className={css.head}>
        <h2>{words.history.title}</h2>
        <IconButton label={words.editor.close} tipSide="bottom-end" onClick={() => editor.open(null)}>
          <IconX size={18} aria-hidden />
        </IconButton>
      </header>
      <div className={css.body}>
        {versions.isPending && [1, 2, 3].map((n) => <Skeleton key={n} width="100%" height={52} />)}
        {versions.isError && <Blank alert title={words.history.failed} />}
        {versions.data?.length === 0 && <Blank icon={<IconHistory size={24} />} title={words.history.none} />}
        <ol className={css.list}>
          {versions.data?.map((version) => (
            <li key={version.version}>
              <button type="button" className={css.version} aria-pressed={compared?.version === version.version} data-testid="version" onClick={() => void choose(version.version)}>
                <span className={css.name}>
                  {words.history.version(version.version)}
                  {version.version === live && <span className={css.live}>{words.history.live}</span>}
                </span>
                <span className={css.when}>
                  {dates.day(version.publishedAt)}, {dates.time(version.publishedAt)}
                  {version.inside > 0 && ` · ${words.history.inside(version.inside)}`}
                </span>
              </button>
              {compared?.version === version.version && (
                <div className={css.diff} lang={language}>
                  <p>{isEmpty(compared.diff) && compared.diff.edges.size === 0 ? words.history.same : words.history.legend}</p>
                  <ul className={css.legend}>
                    {(['added', 'removed', 'changed'] as const).map((kind) => (
                      <li key={kind} data-kind={kind}>
                        {count(compared.diff, kind)} {words.history[kind]}
                      </li>
                    ))}
                  </ul>
                  <Texts />
                  <div className={css.actions}>
                    <Button look="primary" data-testid="restore" onClick={() => editor.restore(version.version)}>
                      {words.history.restore}
                    </Button>
                    <Button look="quiet" onClick={() => editor.compareWith(null)}>
                      {words.history.back}
                    </Button>
                  </div>
                </div>
              )}
            </li>
          ))}
        </ol>
      </div>
    </section>
  )
}

/** Every field that differs, as words: what the canvas shows, for reading. */
function Texts() {
  const editor = useEditor()
  const words = useFlowWords()
  const say = useSay()
  const { reveal } = useCommands()
  const compared = useFlow((state) => state.compared)
  if (!compared || compared.diff.fields.size === 0) return null
  return (
    <details className={css.texts} open>
      <summary>{words.history.texts}</summary>
      <dl>
        {[...compared.diff.fields].slice(0, 30).map(([id, changes]) => {
          const node = editor.doc.nodes.get(id)
          const type = node && editor.types.get(node.type)
          return (
            <div key={id}>
              <dt>
                <button type="button" onClick={() => reveal(id)}>
                  {node ? nameFor(node, type, say) : id}
                </button>
              </dt>
              {changes.map((change) => (
                <dd key={change.field}>
                  <del>{shownValue(change.before)}</del> <ins>{shownValue(change.after)}</ins>
                </dd>
              ))}
            </div>
          )
        })}
      </dl>
    </details>
  )
}
