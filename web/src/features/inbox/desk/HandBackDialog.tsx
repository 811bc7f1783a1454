import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '~/api/client'
import { useInbox, useInboxStore } from '~/app/InboxProvider'
import { useAct } from '~/app/useAct'
import { useWords } from '~/i18n'
import type { ReturnTo } from '~/live/deeds'
import { Button, Dialog, Select } from '~/ui'
import { Notice } from '~/ui/page'
import css from './Desk.module.css'
import type { DeskDialogProps } from './DeskDialog'
import { useDeskWords } from './words'

type Where = ReturnTo['where']

/** Where the bot goes on: where it stopped, at the start of a flow, or nowhere. */
export function HandBackDialog({ ids, onClose }: DeskDialogProps) {
  const common = useWords()
  const { handBack: words } = useDeskWords()
  const store = useInboxStore()
  const id = ids[0]!
  const bot = useInbox((state) => state.rows.get(id)?.conversation.bot, undefined)
  const [where, setWhere] = useState<Where>('stopped')
  const [flow, setFlow] = useState('')
  const flows = usePublishedFlows()
  const { busy, failure, act } = useAct()
  const flowId = flow || (flows[0]?.id ?? '')

  const go = async () => {
    const to: ReturnTo = where === 'flow' ? { where, flowId } : { where }
    if (await act(async () => store?.deeds.handBack(id, to))) onClose(false)
  }
  const choices: { where: Where; label: string; hint: string }[] = [
    { where: 'stopped', label: words.stopped, hint: bot ? words.stoppedHint(bot.flowName, bot.nodeName ?? bot.nodeId ?? '') : words.stoppedNone },
    { where: 'flow', label: words.flow, hint: words.flowHint },
    { where: 'nothing', label: words.nothing, hint: words.nothingHint },
  ]
  return (
    <Dialog
      title={words.title}
      closeLabel={common.common.close}
      onClose={() => onClose(false)}
      width={440}
      actions={
        <>
          <Button onClick={() => onClose(false)}>{common.common.cancel}</Button>
          <Button look="primary" data-testid="hand-back-now" disabled={busy || (where === 'flow' && flowId === '')} onClick={() => void go()}>
            {words.do}
          </Button>
        </>
      }
    >
      {failure && <Notice tone="danger">{failure.message}</Notice>}
      <fieldset className={css.choices}>
        <legend>{words.hint}</legend>
        {choices.map((each) => (
          <label key={each.where} data-on={where === each.where || undefined}>
            <input type="radio" name="where" autoFocus={each.where === 'stopped'} checked={where === each.where} data-testid={`return-${each.where}`} onChange={() => setWhere(each.where)} />
            <span>
              {each.label}
              <small>{each.hint}</small>
            </span>
          </label>
        ))}
      </fieldset>
      {where === 'flow' &&
        (flows.length > 0 ? (
          <Select aria-label={words.which} data-testid="return-flow-id" value={flowId} onChange={setFlow} options={flows.map(({ id: value, name }) => ({ value, label: name }))} />
        ) : (
          <p>{words.noFlows}</p>
        ))}
    </Dialog>
  )
}

/** The flows that can be started. */
export function usePublishedFlows() {
  const ws = useInboxStore()?.workspace ?? ''
  const { data } = useQuery({
    queryKey: ['flows-live', ws],
    queryFn: () => ask(api.GET('/api/v1/workspaces/{ws}/flows', { params: { path: { ws } } })),
    enabled: ws !== '',
  })
  return data?.items.filter((each) => each.state === 'live') ?? []
}
