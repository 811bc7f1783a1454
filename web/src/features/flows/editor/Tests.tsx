import { IconCircleCheck, IconCircleX, IconDeviceMobile, IconDots, IconListCheck, IconRefresh, IconX } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Blank, Button, Dialog, IconButton, Menu, Skeleton } from '~/ui'
import { type FlowTest, Refused, type TestResult } from '../api'
import { useFlowWords } from '../words'
import { NameTest } from './NameTest'
import { useEditor, useFlow } from './store'
import { TestDifference, useTellAct } from './TestDifference'
import css from './Tests.module.css'

const rerunAfter = 700

/** The saved tests of the flow, run on the draft as it is now and again after each edit. */
export function Tests() {
  const editor = useEditor()
  const words = useFlowWords()
  const queries = useQueryClient()
  const nodes = useFlow((state) => state.doc.nodes)
  const edges = useFlow((state) => state.doc.edges)
  const [settled, setSettled] = useState(editor.doc)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(editor.doc), rerunAfter)
    return () => clearTimeout(timer)
  }, [editor, nodes, edges])
  const key = ['flows', editor.flow, 'tests']
  const tests = useQuery({ queryKey: key, queryFn: () => editor.api.tests(editor.flow), staleTime: 0 })
  const runs = useQuery({
    queryKey: [...key, 'run', settled],
    queryFn: () => editor.api.runTests(editor.flow, editor.document),
    enabled: (tests.data?.length ?? 0) > 0,
    placeholderData: (before) => before,
    gcTime: 0,
    staleTime: 0,
    retry: false,
  })
  const again = () => void queries.invalidateQueries({ queryKey: key })
  const results = new Map(runs.data?.items.map((each) => [each.id, each.run]))
  const problem = runs.error instanceof Refused && runs.error.status === 422 ? words.try.broken : runs.error ? words.tests.failed : null
  return (
    <section className={css.panel} aria-label={words.tests.title} data-testid="tests">
      <header className={css.head}>
        <h2>{words.tests.title}</h2>
        <IconButton label={words.editor.try} tipSide="bottom-end" onClick={() => editor.open('try')}>
          <IconDeviceMobile size={18} aria-hidden />
        </IconButton>
        <IconButton label={words.tests.again} tipSide="bottom-end" onClick={again}>
          <IconRefresh size={18} aria-hidden />
        </IconButton>
        <IconButton label={words.editor.close} tipSide="bottom-end" onClick={() => editor.open(null)}>
          <IconX size={18} aria-hidden />
        </IconButton>
      </header>
      <p className={css.summary} role="status" data-testid="tests-summary">
        {problem ? '' : runs.isFetching ? words.tests.running : runs.data && runs.data.items.length > 0 ? words.tests.summary(runs.data.passed, runs.data.failed) : ''}
      </p>
      {problem && (
        <p className={css.problem} role="alert">
          {problem}
        </p>
      )}
      <div className={css.body}>
        {tests.isPending && [1, 2].map((n) => <Skeleton key={n} width="100%" height={52} />)}
        {tests.isError && <Blank alert title={words.tests.failed} />}
        {tests.data?.length === 0 && (
          <Blank icon={<IconListCheck size={24} />} title={words.tests.none} hint={words.tests.noneHint}>
            <Button onClick={() => editor.open('try')}>{words.editor.try}</Button>
          </Blank>
        )}
        <ul className={css.list}>
          {tests.data?.map((test) => (
            <OneTest key={test.id} test={test} run={problem ? undefined : results.get(test.id)} onChange={again} />
          ))}
        </ul>
      </div>
    </section>
  )
}

function OneTest({ test, run, onChange }: { test: FlowTest; run: TestResult['run'] | undefined; onChange: () => void }) {
  const editor = useEditor()
  const words = useFlowWords()
  const tellAct = useTellAct()
  const [asks, setAsks] = useState<'rename' | 'remove' | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const attempt = async (what: () => Promise<unknown>) => {
    setFailure(null)
    try {
      await what()
      onChange()
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error))
    }
  }
  const accept = () => attempt(() => editor.api.acceptTest(editor.flow, test.id, editor.document))
  const play = () => {
    editor.chat = { script: test.test.script, begun: test.test.now }
    editor.open('try')
  }
  return (
    <li className={css.test} data-testid="test" data-passed={run?.passed}>
      <div className={css.row}>
        {run && (run.passed ? <IconCircleCheck size={18} className={css.passes} aria-label={words.tests.passes} /> : <IconCircleX size={18} className={css.fails} aria-label={words.tests.fails} />)}
        <span className={css.name}>
          <b>{test.name}</b>
          <small>{test.test.script.map(tellAct).join(' · ')}</small>
        </span>
        <Menu
          side="bottom-end"
          entries={[
            { type: 'item', label: words.tests.play, onSelect: play },
            { type: 'item', label: words.tests.rerun, onSelect: onChange },
            { type: 'item', label: words.list.rename, onSelect: () => setAsks('rename') },
            ...(run && !run.passed ? [{ type: 'item' as const, label: words.tests.accept, onSelect: () => void accept() }] : []),
            { type: 'item', label: words.list.delete, onSelect: () => setAsks('remove') },
          ]}
          target={
            <button type="button" className={css.menu} aria-label={words.tests.actions(test.name)}>
              <IconDots size={16} aria-hidden />
            </button>
          }
        />
      </div>
      {run && !run.passed && (
        <>
          <TestDifference run={run} expected={test.test.expected} />
          <Button data-testid="accept-test" onClick={() => void accept()}>
            {words.tests.accept}
          </Button>
        </>
      )}
      {failure && (
        <p className={css.problem} role="alert">
          {failure}
        </p>
      )}
      {asks === 'rename' && (
        <NameTest
          title={words.list.rename}
          name={test.name}
          onClose={() => setAsks(null)}
          onName={async (name) => {
            await editor.api.renameTest(editor.flow, test.id, name)
            onChange()
          }}
        />
      )}
      {asks === 'remove' && (
        <Dialog
          title={words.tests.remove(test.name)}
          closeLabel={words.publish.cancel}
          onClose={() => setAsks(null)}
          actions={
            <>
              <Button look="quiet" onClick={() => setAsks(null)}>
                {words.publish.cancel}
              </Button>
              <Button
                look="primary"
                onClick={() => {
                  setAsks(null)
                  void attempt(() => editor.api.removeTest(editor.flow, test.id))
                }}
              >
                {words.list.delete}
              </Button>
            </>
          }
        >
          <p>{words.tests.removeHint}</p>
        </Dialog>
      )}
    </li>
  )
}
