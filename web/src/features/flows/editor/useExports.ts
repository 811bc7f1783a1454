import { useReactFlow } from '@xyflow/react'
import { useCallback } from 'react'
import { useSay } from '../words'
import { useSayExit } from './names'
import { useEditor } from './store'

/** Gives the flow out as a picture, a drawing or a text to read; how is fetched when somebody asks. */
export function useExports(name: string) {
  const editor = useEditor()
  const canvas = useReactFlow()
  const say = useSay()
  const sayExit = useSayExit()
  return useCallback(
    async (kind: 'svg' | 'png' | 'text') => (await import('./exports'))[kind]({ editor, canvas, say, sayExit, name }),
    [editor, canvas, say, sayExit, name],
  )
}
