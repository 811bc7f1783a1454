import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useId, useRef, useState } from 'react'
import { useWords } from '~/i18n'
import { Button } from '~/ui'
import { codes, laterCodes, type Mood, type Rule, type Switches, switchesOf, turned } from './faults'
import type { Person } from './people'
import css from './Panes.module.css'

const calm: Mood = { delayMs: 0, duplicates: 0, disorder: 0 }

async function put(address: string, body: unknown) {
  const answer = await fetch(address, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`)
}

async function get<T>(address: string): Promise<T> {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`)
  return answer.json()
}

/** Switches for what shall go wrong: with sends to everybody or to one phone, and with webhooks. */
export function FaultsPane({ api, people }: { api: string; people: readonly Person[] }) {
  const words = useWords()
  const client = useQueryClient()
  const [whom, setWhom] = useState('')
  const [trouble, setTrouble] = useState('')
  const rules = useQuery({
    queryKey: ['simulator', 'faults', api],
    queryFn: async () => (await get<{ items: Rule[] }>(`${api}/faults`)).items,
  })
  const mood = useQuery({ queryKey: ['simulator', 'mood', api], queryFn: () => get<Mood>(`${api}/webhooks`) })
  const on = switchesOf(rules.data ?? [], whom)
  const now = mood.data ?? calm

  // one after the other, each on what the simulator has by then: two quick clicks must not undo each other
  const last = useRef(Promise.resolve())
  const save = (work: () => Promise<void>) => {
    last.current = last.current.then(async () => {
      setTrouble('')
      await work().catch((error: unknown) => setTrouble(String(error)))
      await client.invalidateQueries({ queryKey: ['simulator', 'faults'] })
      await client.invalidateQueries({ queryKey: ['simulator', 'mood'] })
    })
  }
  const change = (next: Partial<Switches>) =>
    save(async () => {
      const { items } = await get<{ items: Rule[] }>(`${api}/faults`)
      await put(`${api}/faults`, { keep: true, items: turned(items, whom, next) })
    })
  const turn = (next: Partial<Mood>) =>
    save(async () => put(`${api}/webhooks`, { ...(await get<Mood>(`${api}/webhooks`)), ...next }))
  const clear = () =>
    save(async () => {
      await put(`${api}/faults`, { items: [] })
      await put(`${api}/webhooks`, calm)
    })

  return (
    <div className={css.faults}>
      <Choice label={words.simulator.whom} value={whom} onChange={setWhom}>
        <option value="">{words.simulator.everybody}</option>
        {people.map((person) => (
          <option key={person.phone} value={person.phone}>
            {person.name}
          </option>
        ))}
      </Choice>
      <Choice label={words.simulator.fail} value={on.fail} testid="fault-fail" onChange={(fail) => change({ fail })}>
        <option value="">{words.simulator.no}</option>
        {[...new Set([...codes, ...(on.fail ? [on.fail] : [])])].map((code) => (
          <option key={code}>{code}</option>
        ))}
      </Choice>
      <Choice label={words.simulator.failLater} value={on.later} onChange={(later) => change({ later })}>
        <option value="">{words.simulator.no}</option>
        {[...new Set([...laterCodes, ...(on.later ? [on.later] : [])])].map((code) => (
          <option key={code}>{code}</option>
        ))}
      </Choice>
      <Check label={words.simulator.bare} on={on.bare} onChange={(bare) => change({ bare })} />
      <Check label={words.simulator.drop} on={on.drop} onChange={(drop) => change({ drop })} />
      <Check label={words.simulator.slow} on={on.slow} onChange={(slow) => change({ slow })} />
      <Check label={words.simulator.unknownNumber} on={on.unknownNumber} onChange={(unknownNumber) => change({ unknownNumber })} />
      <Check label={words.simulator.noStatus} on={on.noStatus} onChange={(noStatus) => change({ noStatus })} />
      <Check label={words.simulator.lateStatus} on={on.lateStatus} onChange={(lateStatus) => change({ lateStatus })} />
      <h3 className={css.part}>{words.simulator.webhooks}</h3>
      <Check label={words.simulator.late} on={now.delayMs > 0} onChange={(late) => turn({ delayMs: late ? 3_000 : 0 })} />
      <Check label={words.simulator.twice} on={now.duplicates > 0} onChange={(twice) => turn({ duplicates: twice ? 0.3 : 0 })} />
      <Check label={words.simulator.disorder} on={now.disorder > 0} onChange={(mixed) => turn({ disorder: mixed ? 0.3 : 0 })} />
      <Check label={words.simulator.batches} on={(now.batchSize ?? 1) > 1} onChange={(many) => turn({ batchSize: many ? 100 : null })} />
      <Check
        label={words.simulator.wrongSignature}
        on={now.wrongSignature === true}
        onChange={(wrongSignature) => turn({ wrongSignature })}
      />
      {trouble && (
        <p role="alert" className={css.trouble}>
          {trouble}
        </p>
      )}
      <Button onClick={clear}>{words.simulator.allRight}</Button>
    </div>
  )
}

interface ChoiceProps {
  label: string
  value: string
  testid?: string
  onChange: (value: string) => void
  children: React.ReactNode
}

function Choice({ label, value, testid, onChange, children }: ChoiceProps) {
  const id = useId()
  return (
    <p className={css.choice}>
      <label htmlFor={id}>{label}</label>
      <select id={id} data-testid={testid} value={value} onChange={(event) => onChange(event.target.value)}>
        {children}
      </select>
    </p>
  )
}

function Check({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <label className={css.check}>
      <input type="checkbox" checked={on} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  )
}
