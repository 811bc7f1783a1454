import { letterOf } from '../model/plan'
import type { MessagePlan } from '../model/content'
import { useCampaignWords } from '../words'
import { Compare } from './Compare'
import { GoalChoice } from './GoalChoice'
import { MessageEditor } from './MessageEditor'
import type { StepParts } from './parts'
import { TestSend } from './TestSend'

interface MessageStepProps extends StepParts {
  /** Which of several messages is open, from 0. */
  variant: number
  onVariant: (at: number) => void
  keepDraft: () => Promise<number | null>
}

/** What they receive; several messages where they are compared. */
export function MessageStep({ api, desk, plan, change, audience, variant, onVariant, keepDraft }: MessageStepProps) {
  const words = useCampaignWords()
  const { others } = plan.compare
  const at = Math.min(variant, others.length)
  const message = others[at - 1]?.message ?? plan.message
  const keys = audience?.kind === 'phones' ? (plan.audience.list?.keys ?? []) : []
  const put = (next: MessagePlan) =>
    change((before) =>
      at === 0 ? { ...before, message: next } : { ...before, compare: { ...before.compare, others: before.compare.others.map((each, i) => (i === at - 1 ? { ...each, message: next } : each)) } },
    )
  const compared = <Compare plan={plan} open={at} onOpen={onVariant} onChange={(compare) => change((before) => ({ ...before, compare }))} />
  return (
    <>
      {others.length > 0 && compared}
      <MessageEditor
        key={at}
        api={api}
        title={others.length > 0 ? words.compare.message(letterOf(at)) : words.message.what}
        message={message}
        templates={desk.templates}
        loading={desk.loading}
        fields={desk.known.fields}
        keys={keys}
        onChange={put}
      />
      {at === 0 && plan.message.kind === 'flow' && plan.message.flowId && (
        <GoalChoice api={api} flowId={plan.message.flowId} goalNode={plan.goalNode} onChange={(goalNode) => change((before) => ({ ...before, goalNode }))} />
      )}
      {others.length === 0 && compared}
      <TestSend api={api} plan={plan} keepDraft={keepDraft} />
    </>
  )
}
