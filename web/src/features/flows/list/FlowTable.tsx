import { IconDots, IconSitemap } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useLanguage } from '~/i18n'
import { useDates } from '~/i18n/dates'
import { Menu, type MenuEntry } from '~/ui'
import type { FlowLine } from '../api'
import { State } from '../editor/State'
import { useFlowWords } from '../words'
import css from './FlowsPage.module.css'
import { Sparkline } from './Sparkline'
import { Triggers } from './Triggers'

/** The flows, a row each. */
export function FlowTable({ lines, entriesOf }: { lines: readonly FlowLine[]; entriesOf: (flow: FlowLine) => MenuEntry[] }) {
  const words = useFlowWords()
  const dates = useDates()
  const language = useLanguage()
  const numbers = useMemo(() => new Intl.NumberFormat(language), [language])
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th scope="col">{words.list.name}</th>
          <th scope="col">{words.list.state}</th>
          <th scope="col" className={css.wide}>
            {words.triggers.title}
          </th>
          <th scope="col" className={css.number}>
            {words.list.inside}
          </th>
          <th scope="col" className={`${css.wide} ${css.roomy}`}>
            {words.triggers.week}
          </th>
          <th scope="col" className={css.wide}>
            {words.list.done}
          </th>
          <th scope="col">{words.list.issues}</th>
          <th scope="col" className={css.wide}>
            {words.list.changed}
          </th>
          <th>
            <span className="sr-only">{words.editor.more}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map((flow) => (
          <tr key={flow.id} data-testid="flow-row">
            <th scope="row">
              <Link to="/flows/$flow" params={{ flow: flow.id }} className={css.name}>
                <span className={css.icon}>
                  <IconSitemap size={18} stroke={1.75} aria-hidden />
                </span>
                {flow.name}
              </Link>
            </th>
            <td>
              <State line={flow} />
            </td>
            <td className={css.wide}>
              <Triggers triggers={flow.triggers} />
            </td>
            <td className={css.number}>{flow.inside > 0 ? numbers.format(flow.inside) : <span className={css.none}>0</span>}</td>
            <td className={`${css.wide} ${css.roomy}`}>
              <Sparkline days={flow.startedByDay} />
            </td>
            <td className={css.wide}>
              <Completion flow={flow} />
            </td>
            <td>
              {flow.problems.errors > 0 ? (
                <span className={css.errors}>{words.list.errors(flow.problems.errors)}</span>
              ) : flow.problems.warnings > 0 ? (
                <span className={css.warnings}>{words.list.warnings(flow.problems.warnings)}</span>
              ) : (
                <span className={css.none}>{words.list.none}</span>
              )}
            </td>
            <td className={css.wide}>
              <time dateTime={flow.updatedAt}>{dates.stamp(flow.updatedAt)}</time>
            </td>
            <td className={css.actions}>
              <Menu
                side="bottom-end"
                entries={entriesOf(flow)}
                target={
                  <button type="button" className={css.menu} aria-label={words.list.actions(flow.name)}>
                    <IconDots size={18} aria-hidden />
                  </button>
                }
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** How many of those who came in came to an end, as a bar with its figures. */
function Completion({ flow }: { flow: FlowLine }) {
  const words = useFlowWords()
  const language = useLanguage()
  const { started, completed, handedOff } = flow.outcomes
  if (started === 0) return <span className={css.none}>{words.list.noTalks}</span>
  const share = Math.min(1, (completed + handedOff) / started)
  const of = new Intl.NumberFormat(language).format(started)
  const percent = new Intl.NumberFormat(language, { style: 'percent' }).format(share)
  return (
    <span className={css.completion}>
      <span className={css.meter} aria-hidden="true">
        <span style={{ width: `${share * 100}%` }} />
      </span>
      {words.list.of(percent, of)}
    </span>
  )
}
