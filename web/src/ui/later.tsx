import { type ComponentType, lazy, type ReactNode } from 'react'
import { NotFetched } from '~/notFetched'
import { tellMissing } from './missing'

type Drawn = (props: never) => ReactNode
type PropsOf<Part> = Part extends (props: infer Props) => ReactNode ? Props & object : never

/** A component that is fetched when it is first shown, inside an `Optional`. React's `lazy` keeps a failure for good; here it is asked for again the next time. */
export function later<Part extends Drawn>(load: () => Promise<{ default: Part }>) {
  type Props = PropsOf<Part>
  const begin = () => {
    const mine: ComponentType<Props> = lazy(async () => {
      try {
        const drawn: Drawn = (await load()).default
        tellMissing(false)
        return { default: drawn as ComponentType<Props> }
      } catch (cause) {
        throw new NotFetched(cause, () => {
          if (Now === mine) Now = begin()
        })
      }
    })
    return mine
  }
  let Now = begin()
  return function Later(props: Props) {
    return <Now {...props} />
  }
}
