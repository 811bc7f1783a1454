import { useCallback, useEffect, useRef, useState } from 'react'
import { newId } from '~/live/newId'
import { answered, begin, type Chat, emptyChat, hear, hearStatus, notSaid, type Say, say, takeBack, type Unsaid } from './chat'
import { PhoneLine } from './line'
import type { Person } from './people'

const typingFor = 4_000

/** A phone in somebody's hand: its chat, live, and ways to say something. */
export function usePhone(api: string, number: string, person: Person) {
  const [chat, setChat] = useState<Chat>(emptyChat)
  const [typing, setTyping] = useState(false)
  const [up, setUp] = useState<boolean | null>(null)
  const line = useRef<PhoneLine | null>(null)

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const quiet = () => {
      clearTimeout(timer)
      setTyping(false)
    }
    setChat(emptyChat)
    setUp(null)
    const opened = new PhoneLine(api, number, person.phone, {
      began: (messages) => setChat((now) => begin(now, messages)),
      heard: (messages) => {
        if (messages.some((message) => message.direction === 'out')) quiet()
        setChat((now) => hear(now, messages))
      },
      status: (id, status) => setChat((now) => hearStatus(now, id, status)),
      typing: () => {
        setTyping(true)
        clearTimeout(timer)
        timer = setTimeout(quiet, typingFor)
      },
      up: setUp,
    })
    line.current = opened
    opened.open()
    return () => {
      clearTimeout(timer)
      opened.close()
    }
  }, [api, number, person.phone])

  const post = useCallback(
    async ({ key, say: said }: Unsaid) => {
      const opened = line.current
      try {
        const id = (await opened?.say(person.name, said)) ?? ''
        if (line.current === opened) setChat((now) => answered(now, key, id))
      } catch {
        if (line.current === opened) setChat((now) => notSaid(now, key))
      }
    },
    [person.name],
  )

  const speak = useCallback(
    (said: Say, text: string) => {
      const unsaid: Unsaid = { key: newId(), say: said, text, at: new Date().toISOString() }
      if (said.type !== 'reaction' && said.type !== 'delete') setChat((now) => say(now, unsaid))
      void post(unsaid)
    },
    [post],
  )

  const again = useCallback(
    (unsaid: Unsaid) => {
      setChat((now) => takeBack(now, unsaid.key))
      speak(unsaid.say, unsaid.text)
    },
    [speak],
  )

  const newest = chat.messages.findLast((message) => message.direction === 'out')?.n ?? 0
  useEffect(() => {
    if (newest === 0) return
    const show = () => {
      if (!document.hidden) line.current?.read()
    }
    show()
    document.addEventListener('visibilitychange', show)
    return () => document.removeEventListener('visibilitychange', show)
  }, [newest])

  return { chat, typing, up, speak, again }
}
