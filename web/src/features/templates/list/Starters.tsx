import { IconFileText, IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useLanguage } from '~/i18n'
import { Chip } from '~/ui/page'
import { starters } from '../model/starters'
import { useTemplateWords } from '../words'
import css from './Templates.module.css'

/** What a new template can begin with. */
export function Starters({ first = false }: { first?: boolean }) {
  const words = useTemplateWords()
  const language = useLanguage()
  return (
    <>
      {first && (
        <div className={css.first}>
          <h2>{words.empty}</h2>
          <p>{words.emptyHint}</p>
        </div>
      )}
      <ul className={css.starters} aria-label={words.starters}>
        <li>
          <Link to="/templates/new" search={{ from: 'blank' }} className={css.starter}>
            <IconPlus size={20} aria-hidden />
            <b>{words.blank}</b>
            <span>{words.blankHint}</span>
          </Link>
        </li>
        {starters[language]().map(({ id, title, form }) => (
          <li key={id}>
            <Link to="/templates/new" search={{ from: `starter.${id}` }} className={css.starter} data-testid={`starter-${id}`}>
              <IconFileText size={20} aria-hidden />
              <b>{title}</b>
              <span>{form.body || words.codeBody.replace(/\*/g, '')}</span>
              <Chip>{words.categories[form.category]}</Chip>
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}
