import { cloneElement, type ReactElement, type ReactNode, type Ref, useState } from 'react'
import { later } from './later'
import { Optional } from './Optional'

/** A part of a menu: something to do, one of several to choose, words, or a line under which a group begins. */
export type MenuEntry =
  | { type: 'note'; label: string; hint?: string }
  | { type: 'line'; label: string }
  | {
      type: 'item'
      label: string
      icon?: ReactNode
      /** At the right: a count, a key. */
      hint?: string
      /** One of several that can be on. */
      on?: boolean
      disabled?: boolean
      testId?: string
      onSelect: () => void
    }
  | {
      type: 'choice'
      label: string
      value: string
      options: readonly { value: string; label: string; icon?: ReactNode; lang?: string }[]
      onChoose: (value: string) => void
    }

interface TargetProps {
  ref?: Ref<HTMLButtonElement>
  onPointerEnter?: () => void
  onFocus?: () => void
  onClick?: () => void
  'aria-haspopup'?: 'menu'
}

export interface MenuProps {
  target: ReactElement<TargetProps>
  entries: readonly MenuEntry[]
  side?: 'bottom-start' | 'bottom-end' | 'top-start' | 'right-end'
  width?: number
}

const load = () => import('./MenuBase')
const MenuBase = later(load)

/** A menu; its machinery is fetched when somebody first comes near. */
export function Menu(props: MenuProps) {
  const [wanted, setWanted] = useState(false)
  // fetched ahead: when it fails, the click tells
  const near = () => void load().catch(() => {})
  const target = cloneElement(props.target, {
    'aria-haspopup': 'menu',
    onPointerEnter: near,
    onFocus: near,
    onClick: () => setWanted(true),
  })
  if (!wanted) return target
  return (
    <Optional instead={target} onMissing={() => setWanted(false)}>
      <MenuBase {...props} />
    </Optional>
  )
}
