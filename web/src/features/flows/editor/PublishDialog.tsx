import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { ApiError } from '~/api/client'
import { Button, Dialog, Skeleton } from '~/ui'
import { type FlowLine, type InsideChoice, Refused } from '../api'
import { compare, count, isEmpty } from '../model/diff'
import { readDoc } from '../model/doc'
import { useFlowWords } from '../words'
import css from './PublishDialog.module.css'
import { useEditor } from './store'
import { TestDifference } from './TestDifference'

interface PublishDialogProps {
  line: FlowLine | undefined
  onClose: () => void
  onIssues: () => void
}

/** Says what publishing does, and to whom, before it is done. */
export function PublishDialog({ line, onClose, onIssues }: PublishDialogProps) {
  const editor = useEditor()
  const words = useFlowWords()
  const queries = useQueryClient()
  const [choice, setChoice] = useState<InsideChoice>('finish')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const dry = useQuery({
    queryKey: ['flows', editor.flow, 'consequence'],
    queryFn: async () => {
      await editor.saveNow()
      if (editor.dirty) throw new ApiError(0, words.publish.unsaved)
      const [consequence, before] = await Promise.all([
        editor.api.publish(editor.flow, editor.revision, 'finish', { dryRun: true }),
        line?.publishedVersion ? editor.api.version(editor.flow, line.publishedVersion) : null,
      ])
      return { ...consequence, diff: before ? compare(readDoc(before), editor.doc) : null }
    },
    gcTime: 0,
    staleTime: 0,
    retry: false,
  })
  const blocked = dry.error instanceof Refused && dry.error.status === 422 ? ((dry.error.problem as { problems?: { severity: string }[] }).problems ?? []).filter((each) => each.severity === 'error').length : 0

  const failing = dry.data?.failedTests ?? []
  const publish = async () => {
    setBusy(true)
    setFailure(null)
    try {
      const { version } = await editor.api.publish(editor.flow, editor.revision, choice, { despiteTests: failing.length > 0 })
      void queries.invalidateQueries({ queryKey: ['flows'] })
      editor.notify({ kind: 'published', version: version ?? 0 })
      onClose()
    } catch (error) {
      // a test that fails since the question was asked asks again
      if (error instanceof Refused && error.status === 409 && 'failedTests' in (error.problem as object)) {
        setBusy(false)
        return void dry.refetch()
      }
      setFailure(error instanceof Error ? error.message : String(error))
      setBusy(false)
    }
  }

  const { data } = dry
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (data) button.current?.focus()
  }, [data])
  const inside = data?.inside ?? 0
  return (
    <Dialog
      title={words.publish.title}
      closeLabel={words.publish.cancel}
      onClose={onClose}
      actions={
        <>
          <Button look="quiet" onClick={onClose}>
            {words.publish.cancel}
          </Button>
          {blocked > 0 ? (
            <Button look="primary" onClick={onIssues}>
              {words.publish.show}
            </Button>
          ) : (
            <Button look="primary" data-testid="publish-now" ref={button} disabled={!data || busy} onClick={() => void publish()}>
              {failing.length > 0 ? words.tests.anyway : inside > 0 ? words.publish.doFor(inside) : words.publish.do}
            </Button>
          )}
        </>
      }
    >
      {dry.isPending && (
        <div className={css.waiting} role="status">
          <span className="sr-only">{words.publish.checking}</span>
          <Skeleton width="80%" height={18} />
          <Skeleton width="60%" height={18} />
        </div>
      )}
      {dry.isError && (
        <p className={css.problem} role="alert">
          {blocked > 0 ? words.publish.blocked(blocked) : `${words.publish.failed} ${dry.error.message}`}
        </p>
      )}
      {data && (
        <>
          <p className={css.what}>{line?.publishedVersion ? words.publish.next((line.versions ?? line.publishedVersion) + 1) : words.publish.first}</p>
          {data.diff && (
            <p>{isEmpty(data.diff) && data.diff.edges.size === 0 ? words.publish.nothing : words.publish.changes(count(data.diff, 'added'), count(data.diff, 'removed'), count(data.diff, 'changed'))}</p>
          )}
          {line?.state === 'paused' && <p>{words.publish.pausedHint}</p>}
          {failing.length > 0 && (
            <div className={css.tests} role="alert" data-testid="failed-tests">
              <p>{words.tests.asks(failing.length)}</p>
              {failing.map((test) => (
                <details key={test.id} open={failing.length === 1 || undefined}>
                  <summary>{test.name}</summary>
                  <TestDifference run={test.run} />
                </details>
              ))}
            </div>
          )}
          {data.problems.length > 0 && <p>{words.publish.warnings(data.problems.length)}</p>}
          {inside > 0 ? (
            <fieldset className={css.choices}>
              <legend>{words.publish.inside(inside)}</legend>
              {(['finish', 'move', 'end'] as const).map((each) => (
                <label key={each} className={css.choice}>
                  <input type="radio" name="inside" checked={choice === each} onChange={() => setChoice(each)} />
                  {each === 'move' ? words.publish.move(inside - data.onVanishingNodes, data.onVanishingNodes) : words.publish[each]}
                </label>
              ))}
            </fieldset>
          ) : (
            line?.publishedVersion && <p>{words.publish.nobody}</p>
          )}
        </>
      )}
      {failure && (
        <p className={css.problem} role="alert">
          {words.publish.failed} {failure}
        </p>
      )}
    </Dialog>
  )
}
