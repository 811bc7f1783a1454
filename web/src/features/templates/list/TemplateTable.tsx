import { Link } from '@tanstack/react-router'
import { useLanguage } from '~/i18n'
import { useDates } from '~/i18n/dates'
import { Chip, Table } from '~/ui/page'
import type { TemplateUse } from '../api'
import { languageName } from '../model/languages'
import { type Group, toneOf, worst } from '../model/status'
import { useTemplateWords } from '../words'
import { statusDetail, statusText } from '../words/statusText'
import { UseLink } from '../UseLink'
import css from './Templates.module.css'

interface TemplateTableProps {
  groups: readonly Group[]
  uses: ReadonlyMap<string, readonly TemplateUse[]>
}

/** A row for each name; its languages as chips that lead to them. */
export function TemplateTable({ groups, uses }: TemplateTableProps) {
  const words = useTemplateWords()
  const language = useLanguage()
  const dates = useDates()
  return (
    <Table label={words.title} head={[words.name, words.languages, words.status, words.category, words.quality, words.usedBy]}>
      {groups.map((group) => {
        const told = worst(group)
        const users = uses.get(group.name) ?? []
        const coming = group.languages.find(({ comingCategory }) => comingCategory)?.comingCategory
        return (
          <tr key={group.name} data-testid="template-row">
            <th scope="row">
              <Link to="/templates/$template" params={{ template: told.id }} className={css.name}>
                {group.name}
              </Link>
            </th>
            <td>
              <span className={css.chips}>
                {group.languages.map((each) => (
                  <Link key={each.id} to="/templates/$template" params={{ template: each.id }} className={css.language} data-tone={toneOf(each.status)} title={`${languageName(each.language, language)}: ${statusText(each, words, dates)}`}>
                    {each.language}
                    <span className="sr-only">, {words.statuses[each.status] ?? each.status}</span>
                  </Link>
                ))}
              </span>
            </td>
            <td>
              <Chip tone={toneOf(told.status)}>{words.statuses[told.status] ?? told.status}</Chip>
              <small>{statusDetail(told, words, dates)}</small>
            </td>
            <td>
              {words.categories[told.category] ?? told.category}
              {coming && <small className={css.coming}>{words.coming(words.categories[coming] ?? coming)}</small>}
            </td>
            <td>
              <Quality quality={told.quality} />
            </td>
            <td>
              {users.length === 0 ? (
                <span className={css.none}>{words.notUsed}</span>
              ) : (
                <>
                  <UseLink use={users[0]!} />
                  {users.length > 1 && <small>{words.moreUses(users.length - 1)}</small>}
                </>
              )}
            </td>
          </tr>
        )
      })}
    </Table>
  )
}

const qualityTones = { GREEN: 'good', YELLOW: 'warn', RED: 'danger' } as const

export function Quality({ quality }: { quality: string | null }) {
  const words = useTemplateWords()
  const tone = qualityTones[quality as keyof typeof qualityTones]
  const said = words.qualities[quality ?? 'UNKNOWN'] ?? quality
  return tone ? <Chip tone={tone}>{said}</Chip> : <span className={css.none}>{said}</span>
}
