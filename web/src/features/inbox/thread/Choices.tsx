import { IconCheck, IconList } from '@tabler/icons-react'
import type { ListSection } from '~/api/types'
import type { Words } from '~/i18n/en'
import css from './Bubble.module.css'

interface ChoicesProps {
  choices: readonly { id: string; title: string }[]
  /** Ids of the tapped ones, separated by newlines. */
  chosen: string
  words: Words
}

export function Choices({ choices, chosen, words }: ChoicesProps) {
  const ids = chosen.split('\n')
  return (
    <ul className={css.choices}>
      {choices.map((each) => (
        <Choice key={each.id} title={each.title} on={ids.includes(each.id)} words={words} />
      ))}
    </ul>
  )
}

function Choice({ title, on, words }: { title: string; on: boolean; words: Words }) {
  return (
    <li data-on={on || undefined}>
      {on && <IconCheck size={14} aria-hidden />}
      {title}
      {on && <span className="sr-only">({words.thread.chosenHere})</span>}
    </li>
  )
}

interface ListRowsProps {
  label: string
  sections: readonly ListSection[]
  chosen: string
  words: Words
}

/** A list shows its rows folded; a choice that was made stands open. */
export function ListRows({ label, sections, chosen, words }: ListRowsProps) {
  const ids = chosen.split('\n')
  const rows = sections.flatMap((section) => section.rows)
  const made = rows.filter((row) => ids.includes(row.id))
  return (
    <>
      <details className={css.list}>
        <summary>
          <IconList size={14} aria-hidden /> {label}
          <span className={css.count}>{rows.length}</span>
        </summary>
        {sections.map((section, index) => (
          <div key={index}>
            {section.title && <p className={css.section}>{section.title}</p>}
            <ul aria-label={section.title ?? words.thread.listRows}>
              {section.rows.map((row) => (
                <li key={row.id}>
                  {row.title}
                  {row.description && <span className={css.more}> · {row.description}</span>}
                </li>
              ))}
            </ul>
          </div>
        ))}
      </details>
      {made.length > 0 && <Choices choices={made} chosen={chosen} words={words} />}
    </>
  )
}
