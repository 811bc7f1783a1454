import { Link } from '@tanstack/react-router'
import css from './Tabs.module.css'
import { useCampaignWords } from './words'

/** Campaigns go to many at once, sequences to each in their own time. */
export function Tabs() {
  const words = useCampaignWords()
  return (
    <nav className={css.tabs} aria-label={words.sequences.tabs}>
      <Link to="/campaigns" className={css.tab} activeOptions={{ exact: true, includeSearch: false }} activeProps={{ 'data-here': true }}>
        {words.title}
      </Link>
      <Link to="/campaigns/sequences" className={css.tab} activeProps={{ 'data-here': true }}>
        {words.sequences.title}
      </Link>
    </nav>
  )
}
