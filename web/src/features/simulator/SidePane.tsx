import { useState } from 'react'
import { useWords } from '~/i18n'
import { FaultsPane } from './FaultsPane'
import css from './Panes.module.css'
import type { Person } from './people'
import { TrafficPane } from './TrafficPane'

/** Beside the phones: what goes over the wire, and what shall go wrong with it. */
export function SidePane({ api, people }: { api: string; people: readonly Person[] }) {
  const words = useWords()
  const [tab, setTab] = useState<'traffic' | 'faults'>('traffic')
  const tabs = [
    ['traffic', words.simulator.traffic],
    ['faults', words.simulator.faults],
  ] as const
  return (
    <aside className={css.pane} aria-label={words.simulator[tab]}>
      <div role="tablist" className={css.tabs}>
        {tabs.map(([name, label]) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`tab-${name}`}
            data-testid={`tab-${name}`}
            aria-selected={tab === name}
            aria-controls="side-pane"
            onClick={() => setTab(name)}
          >
            {label}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="side-pane" aria-labelledby={`tab-${tab}`} className={css.body}>
        {tab === 'traffic' ? <TrafficPane api={api} /> : <FaultsPane api={api} people={people} />}
      </div>
    </aside>
  )
}
