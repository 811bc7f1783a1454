import { IconPlus, IconX } from '@tabler/icons-react'
import { Button, IconButton, Select } from '~/ui'
import { Row } from '~/ui/page'
import { type DraftGroup, type DraftRule, fresh, freshGroup, isDraftGroup } from './builder'
import { ConditionFields } from './ConditionFields'
import type { Draft, Known } from './model'
import css from './RuleBuilder.module.css'
import { useRuleWords } from './words'

interface RuleBuilderProps {
  known: Known
  rule: DraftRule
  onChange: (rule: DraftRule) => void
}

/** The server takes 50 conditions; what a person can read is less. */
const most = 20

/** Conditions that all or any must hold, and groups of them. */
export function RuleBuilder({ known, rule, onChange }: RuleBuilderProps) {
  const words = useRuleWords()
  const put = (at: number, part: DraftRule['parts'][number] | null) => onChange({ ...rule, parts: part ? rule.parts.with(at, part) : rule.parts.toSpliced(at, 1) })
  let [line, group] = [0, 0]
  return (
    <div className={css.rule} data-testid="rule">
      {rule.parts.length > 1 && <Match label={words.match} match={rule.match} onChange={(match) => onChange({ ...rule, match })} />}
      <ul className={css.parts}>
        {rule.parts.map((part, at) => (
          <li key={part.key}>
            {isDraftGroup(part) ? (
              <GroupBox known={known} group={part} number={++group} onChange={(next) => put(at, next)} />
            ) : (
              <Line known={known} draft={part} number={++line} onChange={(draft) => put(at, { ...draft, key: part.key })} onRemove={() => put(at, null)} />
            )}
          </li>
        ))}
      </ul>
      {rule.parts.length < most && (
        <Row>
          <Button data-testid="add-condition" onClick={() => onChange({ ...rule, parts: [...rule.parts, fresh()] })}>
            <IconPlus size={16} aria-hidden /> {words.more}
          </Button>
          <Button data-testid="add-group" onClick={() => onChange({ ...rule, parts: [...rule.parts, freshGroup()] })}>
            <IconPlus size={16} aria-hidden /> {words.addGroup}
          </Button>
        </Row>
      )}
    </div>
  )
}

function Match({ label, match, onChange }: { label: string; match: 'all' | 'any'; onChange: (match: 'all' | 'any') => void }) {
  const words = useRuleWords()
  return (
    <Select
      aria-label={label}
      className={css.match}
      value={match}
      onChange={(next) => onChange(next as 'all' | 'any')}
      options={[
        { value: 'all', label: words.all },
        { value: 'any', label: words.any },
      ]}
    />
  )
}

interface GroupBoxProps {
  known: Known
  group: DraftGroup
  number: number
  onChange: (group: DraftGroup | null) => void
}

function GroupBox({ known, group, number, onChange }: GroupBoxProps) {
  const words = useRuleWords()
  return (
    <div className={css.group} role="group" aria-label={words.groupMatch(number)}>
      <div className={css.groupHead}>
        <Match label={words.groupMatch(number)} match={group.match} onChange={(match) => onChange({ ...group, match })} />
        <IconButton label={words.removeGroup} tipSide="bottom-end" onClick={() => onChange(null)}>
          <IconX size={16} aria-hidden />
        </IconButton>
      </div>
      {group.drafts.map((draft, at) => (
        <Line
          key={draft.key}
          known={known}
          draft={draft}
          number={at + 1}
          onChange={(next) => onChange({ ...group, drafts: group.drafts.with(at, { ...next, key: draft.key }) })}
          onRemove={() => onChange(group.drafts.length === 1 ? null : { ...group, drafts: group.drafts.toSpliced(at, 1) })}
        />
      ))}
      {group.drafts.length < most && (
        <div>
          <Button look="quiet" onClick={() => onChange({ ...group, drafts: [...group.drafts, fresh()] })}>
            <IconPlus size={16} aria-hidden /> {words.more}
          </Button>
        </div>
      )}
    </div>
  )
}

interface LineProps {
  known: Known
  draft: Draft
  number: number
  onChange: (draft: Draft) => void
  onRemove: () => void
}

function Line({ known, draft, number, onChange, onRemove }: LineProps) {
  const words = useRuleWords()
  return (
    <div className={css.line} role="group" data-testid="condition" aria-label={words.line(number)}>
      <ConditionFields known={known} draft={draft} onChange={onChange} />
      <IconButton label={words.removeLine(number)} tipSide="bottom-end" className={css.remove} onClick={onRemove}>
        <IconX size={16} aria-hidden />
      </IconButton>
    </div>
  )
}
