import { cloneElement, lazy, type ReactElement, type ReactNode, Suspense, useState } from 'react'

/** One line of a menu: a heading, or something to do. */
export type MenuEntry =
  | { type: 'label'; label: string }
  | { type: 'item'; label: string; icon?: ReactNode; checked?: boolean; lang?: string; onSelect: () => void }

type Handlers = { onPointerEnter?: () => void; onFocus?: () => void; onClick?: () => void; 'aria-haspopup'?: 'menu' }

export interface MenuProps {
  target: ReactElement<Handlers>
  entries: readonly MenuEntry[]
  side?: 'bottom-start' | 'bottom-end' | 'top-start' | 'right-end'
  width?: number
}

const load = () => import('./MenuBase')
const MenuBase = lazy(load)

/** A menu; its machinery is fetched when somebody first comes near. */
export function Menu(props: MenuProps) {
  const [wanted, setWanted] = useState(false)
  const near = () => void load()
  const target = cloneElement(props.target, {
    'aria-haspopup': 'menu',
    onPointerEnter: near,
    onFocus: near,
    onClick: () => setWanted(true),
  })
  if (!wanted) return target
  return (
    <Suspense fallback={target}>
      <MenuBase {...props} />
    </Suspense>
  )
}
