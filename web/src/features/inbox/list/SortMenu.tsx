import { IconArrowsSort } from '@tabler/icons-react'
import { memo } from 'react'
import type { Sort } from '~/model/listQuery'
import { Menu } from '~/ui'
import { useDeskWords } from '../desk/words'
import css from './ConversationList.module.css'

/** In which order the list goes. */
export const SortMenu = memo(function SortMenu({ sort, onSort }: { sort: Sort; onSort: (sort: Sort) => void }) {
  const { sort: words } = useDeskWords()
  const short = { newest: words.newestShort, waiting: words.waitingShort, window: words.windowShort }
  return (
    <Menu
      side="bottom-end"
      width={220}
      target={
        <button type="button" className={css.sort} data-testid="sort" aria-label={`${words.label}: ${words[sort]}`}>
          <IconArrowsSort size={15} aria-hidden /> {short[sort]}
        </button>
      }
      entries={[
        {
          type: 'choice',
          label: words.label,
          value: sort,
          options: (['newest', 'waiting', 'window'] as const).map((each) => ({ value: each, label: words[each] })),
          onChoose: (chosen) => onSort(chosen as Sort),
        },
      ]}
    />
  )
})
