import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconHelpCircle } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '~/api/client'
import type { components } from '~/api/schema'
import { useAct } from '~/app/useAct'
import { useWords } from '~/i18n'
import { useDates } from '~/i18n/dates'
import { phoneText } from '~/model/phoneText'
import { Button } from '~/ui'
import { Chip, CopyLine, Fact, Facts, Notice, Row, Section, Table } from '~/ui/page'
import { Confirm } from '~/app/Confirm'
import css from '../Settings.module.css'
import { useSettingsWords } from '../words'
import { ConnectionDialog } from './ConnectionDialog'

type Schemas = components['schemas']

/** A Meta app: its masked secrets, whether all is right with it, and the numbers that it has. */
export function Connection({ ws, connection }: { ws: string; connection: Schemas['ConnectionView'] }) {
  const words = useSettingsWords()
  const common = useWords()
  const dates = useDates()
  const queries = useQueryClient()
  const path = { ws, id: connection.id }
  const [dialog, setDialog] = useState<'change' | 'remove' | null>(null)
  const [asked, setAsked] = useState({ check: false, numbers: false })
  const { busy, failure, act } = useAct()
  const [subscribed, setSubscribed] = useState(false)
  const check = useQuery({ queryKey: ['connections', ws, connection.id, 'check'], queryFn: () => ask(api.GET('/api/v1/workspaces/{ws}/connections/{id}/check', { params: { path } })), enabled: asked.check, retry: false })
  const numbers = useQuery({ queryKey: ['connections', ws, connection.id, 'numbers'], queryFn: () => ask(api.GET('/api/v1/workspaces/{ws}/connections/{id}/numbers', { params: { path } })), enabled: asked.numbers, retry: false })
  const refresh = () => queries.invalidateQueries({ queryKey: ['connections', ws] })
  const trouble = failure ?? check.error ?? numbers.error
  return (
    <Section
      title={connection.name}
      tools={
        <>
          <Button look="quiet" onClick={() => setDialog('change')}>
            {words.channels.rotate}
          </Button>
          <Button look="quiet" onClick={() => setDialog('remove')}>
            {words.channels.remove}
          </Button>
        </>
      }
    >
      {connection.tokenRefusedAt && <Notice tone="danger">{words.channels.refused(dates.full(connection.tokenRefusedAt))}</Notice>}
      {trouble && <Notice tone="danger">{trouble.message}</Notice>}
      {subscribed && <Notice tone="good">{words.channels.subscribed}</Notice>}
      <Facts>
        <Fact label={words.channels.waba}>{connection.wabaId ?? '–'}</Fact>
        <Fact label={words.channels.secret}>
          <span className={css.mono}>{connection.appSecret}</span>
        </Fact>
        <Fact label={words.channels.token}>
          <span className={css.mono}>{connection.accessToken}</span>
        </Fact>
      </Facts>
      {connection.previousAppSecret && (
        <Notice tone="warn">
          {words.channels.previous(connection.previousAppSecret)}
          <Row>
            <Button
              disabled={busy}
              onClick={() =>
                void act(async () => {
                  const body = { name: null, wabaId: null, appSecret: null, accessToken: null, endPreviousSecret: true }
                  await ask(api.PATCH('/api/v1/workspaces/{ws}/connections/{id}', { params: { path }, body }))
                  await refresh()
                })
              }
            >
              {words.channels.endPrevious}
            </Button>
          </Row>
        </Notice>
      )}
      <div className={css.steps}>
        <div>
          <h3>{words.channels.webhook}</h3>
          <CopyLine value={connection.webhookUrl} label={common.common.copy} done={common.common.copied} />
        </div>
        <div>
          <h3>{words.channels.verify}</h3>
          <CopyLine value={connection.verifyToken} label={common.common.copy} done={common.common.copied} />
        </div>
      </div>
      <Row>
        <Button
          look="primary"
          data-testid="check"
          disabled={check.isFetching}
          onClick={() => {
            if (asked.check) void check.refetch()
            else setAsked({ ...asked, check: true })
          }}
        >
          {check.isFetching ? words.channels.checking : check.data ? words.channels.again : words.channels.check}
        </Button>
        <Button onClick={() => setAsked({ ...asked, numbers: true })}>{words.channels.show}</Button>
        <Button
          disabled={busy}
          onClick={() =>
            void act(async () => {
              await ask(api.POST('/api/v1/workspaces/{ws}/connections/{id}/subscribe', { params: { path } }))
              setSubscribed(true)
              if (asked.check) await check.refetch()
            })
          }
        >
          {words.channels.subscribe}
        </Button>
      </Row>
      {check.data && <Check report={check.data} />}
      {numbers.data && (
        <Table label={words.channels.numbers} head={[words.channels.numbers, '']}>
          {numbers.data.items.length === 0 && (
            <tr>
              <td colSpan={2}>{words.channels.noNumbers}</td>
            </tr>
          )}
          {numbers.data.items.map((number) => (
            <tr key={number.phoneNumberId}>
              <th scope="row">
                {number.number ? phoneText(number.number) : number.phoneNumberId}
                <small>{[number.name, number.status?.toLowerCase(), number.quality && words.channels.quality(number.quality), number.messagingLimit].filter(Boolean).join(' · ')}</small>
              </th>
              <td>
                <div className={css.right}>
                  {number.channel !== null ? (
                    <Chip tone="good">{words.channels.inUse}</Chip>
                  ) : (
                    <Button
                      disabled={busy}
                      onClick={() =>
                        void act(async () => {
                          await ask(api.POST('/api/v1/workspaces/{ws}/channels', { params: { path: { ws } }, body: { connection: connection.id, phoneNumberId: number.phoneNumberId, title: null } }))
                          await Promise.all([queries.invalidateQueries({ queryKey: ['channels', ws] }), numbers.refetch()])
                        })
                      }
                    >
                      {words.channels.use}
                    </Button>
                  )}
                </div>
              </td>
            </tr>
          ))}
        </Table>
      )}
      {dialog === 'change' && <ConnectionDialog ws={ws} connection={connection} onClose={() => setDialog(null)} />}
      {dialog === 'remove' && (
        <Confirm
          title={words.channels.removeTitle(connection.name)}
          hint={words.channels.removeHint}
          label={words.channels.remove}
          close={common.common.close}
          onClose={() => setDialog(null)}
          onDo={async () => {
            await ask(api.DELETE('/api/v1/workspaces/{ws}/connections/{id}', { params: { path } }))
            await refresh()
          }}
        />
      )}
    </Section>
  )
}

const icons = { ok: IconCircleCheck, warning: IconAlertTriangle, problem: IconCircleX, unknown: IconHelpCircle } as const

/** The self-check line by line, with how to mend what is wrong. */
function Check({ report }: { report: Schemas['CheckReport'] }) {
  const words = useSettingsWords()
  return (
    <ul className={css.lines} data-testid="check-report">
      {report.lines.map((line) => {
        const Icon = icons[line.state as keyof typeof icons] ?? IconHelpCircle
        return (
          <li key={line.id} data-state={line.state}>
            <Icon size={20} role="img" aria-label={words.channels.states[line.state] ?? line.state} />
            <div>
              {line.text}
              {line.mend && <small>{line.mend}</small>}
            </div>
          </li>
        )
      })}
    </ul>
  )
}
