import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import type { components } from '~/api/schema'
import { useAct } from '~/app/useAct'
import { useWords } from '~/i18n'
import { Button, Dialog, Field, TextArea, TextInput } from '~/ui'
import { Flaw, Notice } from '~/ui/page'
import type { Condition } from '~/model/conditions'
import { draftRule, fresh, noRule, readDraftRule } from '../../rules/builder'
import { useKnown } from '../../rules/known'
import { RuleBuilder } from '../../rules/RuleBuilder'
import { readRule, ruleJson } from '../../rules/rules'
import type { SegmentsApi } from '../api'
import { useContactsWords } from '../words'
import css from './Segments.module.css'

interface SegmentDialogProps {
  api: SegmentsApi
  workspace: string
  /** The one to change, or nothing for a new one. */
  segment?: components['schemas']['SegmentView']
  /** What a new one begins with. */
  where?: readonly Condition[]
  onClose: () => void
  onSaved: () => void
}

/** A segment's name and rule; how many it means is counted while the rule is built. */
export function SegmentDialog({ api, workspace, segment, where = [], onClose, onSaved }: SegmentDialogProps) {
  const words = useContactsWords()
  const common = useWords()
  const names = useKnown(workspace)
  const [name, setName] = useState(segment?.name ?? '')
  const known = useMemo(() => (segment ? readRule(segment.rule) : { match: 'all' as const, parts: [...where] }), [segment, where])
  const [draft, setDraft] = useState(() => {
    const read = known ? draftRule(known) : noRule
    return read.parts.length === 0 && !segment ? { ...read, parts: [fresh()] } : read
  })
  const [text, setText] = useState(() => JSON.stringify(segment?.rule, null, 2))
  const { busy, failure, act } = useAct()
  const rule = known === null ? parse(text) : (() => {
    const read = readDraftRule(draft, names)
    return read && ruleJson(read)
  })()
  const save = () =>
    rule &&
    name.trim() !== '' &&
    act(async () => {
      await (segment ? api.change(segment.id, name.trim(), rule) : api.create(name.trim(), rule))
      onSaved()
      onClose()
    })
  const nameFlaw = failure?.kind === 'name-taken' ? words.segments.taken : failure?.fields.name
  const others = failure && !nameFlaw ? Object.entries(failure.fields) : []
  return (
    <Dialog
      title={segment ? words.segments.edit(segment.name) : words.segments.new}
      closeLabel={common.common.close}
      width={720}
      onClose={onClose}
      actions={
        <>
          <Count api={api} workspace={workspace} rule={rule} />
          <Button look="primary" data-testid="save-segment" disabled={busy || !rule || name.trim() === ''} onClick={() => void save()}>
            {common.common.save}
          </Button>
        </>
      }
    >
      {failure && !nameFlaw && (
        <Notice tone="danger">
          {failure.message}
          {others.map(([path, detail]) => (
            <span key={path}>
              {path} {detail}
            </span>
          ))}
        </Notice>
      )}
      <Field label={words.segments.name} hint={nameFlaw && <Flaw>{nameFlaw}</Flaw>}>
        {(ids) => <TextInput {...ids} data-testid="segment-name" value={name} maxLength={100} autoFocus aria-invalid={nameFlaw ? true : undefined} onChange={(event) => setName(event.target.value)} />}
      </Field>
      {known === null ? (
        <Field label={words.segments.asText} hint={rule ? words.segments.deep : <Flaw>{words.segments.notJson}</Flaw>}>
          {(ids) => <TextArea {...ids} className={css.text} rows={8} spellCheck={false} value={text} onChange={(event) => setText(event.target.value)} />}
        </Field>
      ) : (
        <RuleBuilder known={names} rule={draft} onChange={setDraft} />
      )}
    </Dialog>
  )
}

function parse(text: string): object | null {
  try {
    const json: unknown = JSON.parse(text)
    return typeof json === 'object' && json !== null ? json : null
  } catch {
    return null
  }
}

/** How many the rule means, 300 ms after the last change. */
function Count({ api, workspace, rule }: { api: SegmentsApi; workspace: string; rule: object | null }) {
  const words = useContactsWords()
  const text = rule && JSON.stringify(rule)
  const [late, setLate] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setLate(text), 300)
    return () => clearTimeout(timer)
  }, [text])
  const count = useQuery({
    queryKey: ['contacts', workspace, 'count', 'rule', late],
    queryFn: ({ signal }) => api.count(JSON.parse(late ?? '{}') as object, signal),
    enabled: late !== null,
    placeholderData: (before) => before,
  })
  return (
    <span className={css.count} role="status" data-testid="segment-count">
      {rule === null ? words.segments.incomplete : count.data && words.count(count.data.count, count.data.exact)}
    </span>
  )
}
