import { useEffect } from 'react'
import { useInboxStore } from '~/app/InboxProvider'
import { useSession } from '~/app/session'
import { at, type Heard, hear, type PresenceNews } from '../model/presence'
import { useEditor, useFlow } from './store'

const heartbeat = 20_000
const look = 5_000
const settle = 400

/** Says who has the flow open and which step is edited, and hears the same of the others. */
export function usePresence() {
  const editor = useEditor()
  const store = useInboxStore()
  const { data: session } = useSession()
  const me = session?.user.id
  const node = useFlow((state) => state.editing?.node ?? (state.selection.size === 1 ? [...state.selection][0]! : null))

  useEffect(() => {
    if (!store || me === undefined) return
    let heard: ReadonlyMap<string, Heard> = new Map()
    const put = (next: ReadonlyMap<string, Heard>) => {
      heard = next
      const others = at(heard, Date.now())
      if (JSON.stringify(others) !== JSON.stringify(editor.snapshot().others)) editor.meet(others)
    }
    const mine = (news: PresenceNews) => String(news.person.id) === String(me) || news.flowId !== editor.flow || news.workspace !== store.workspace
    const told = (news: PresenceNews) => mine(news) || put(hear(heard, news, Date.now()))
    const end = store.hub.hear<PresenceNews>('flowPresence', told)
    const beat = async () => {
      if (document.hidden) return
      const { editing, selection } = editor.snapshot()
      const place = editing?.node ?? (selection.size === 1 ? [...selection][0] : null)
      const there = await store.hub.say<PresenceNews[]>('Building', store.workspace, editor.flow, place)
      there?.forEach(told)
    }
    let waits: ReturnType<typeof setTimeout> | undefined
    const moved = () => {
      clearTimeout(waits)
      waits = setTimeout(() => void beat(), settle)
    }
    editor.moved = moved
    // the connection may still be opening
    moved()
    const first = setTimeout(() => void beat(), 3_000)
    const timers = [setInterval(() => void beat(), heartbeat), setInterval(() => put(heard), look)]
    document.addEventListener('visibilitychange', moved)
    return () => {
      end()
      editor.moved = null
      clearTimeout(waits)
      clearTimeout(first)
      timers.forEach(clearInterval)
      document.removeEventListener('visibilitychange', moved)
      void store.hub.say('Building', store.workspace, null, null)
    }
  }, [editor, store, me])

  useEffect(() => editor.moved?.(), [editor, node])
}
