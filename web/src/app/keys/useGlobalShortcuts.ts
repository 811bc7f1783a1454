import { useNavigate } from '@tanstack/react-router'
import { useWords } from '~/i18n'
import { openOverlay, useShortcuts } from './board'

/** The shortcuts that every screen has. P is for people, C for campaigns. */
export function useGlobalShortcuts() {
  const words = useWords()
  const navigate = useNavigate()
  useShortcuts(words.keys.everywhere, [
    { keys: 'Ctrl+K', say: words.keys.palette, run: () => openOverlay('palette') },
    { keys: '?', say: words.keys.sheet, run: () => openOverlay('keys') },
    { keys: 'G I', say: words.keys.go(words.nav.inbox), run: () => void navigate({ to: '/inbox/{-$conversation}' }) },
    { keys: 'G F', say: words.keys.go(words.nav.flows), run: () => void navigate({ to: '/flows' }) },
    { keys: 'G C', say: words.keys.go(words.nav.campaigns), run: () => void navigate({ to: '/campaigns' }) },
    { keys: 'G P', say: words.keys.go(words.nav.contacts), run: () => void navigate({ to: '/contacts' }) },
    { keys: 'G T', say: words.keys.go(words.nav.templates), run: () => void navigate({ to: '/templates' }) },
    { keys: 'G S', say: words.keys.go(words.nav.simulator), run: () => void navigate({ to: '/simulator' }) },
    { keys: 'G H', say: words.keys.go(words.nav.home), run: () => void navigate({ to: '/home' }) },
    { keys: 'G ,', say: words.keys.go(words.nav.settings), run: () => void navigate({ to: '/settings/{-$section}' }) },
  ])
}
