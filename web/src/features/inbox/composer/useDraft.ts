import { useCallback, useEffect, useRef, useState } from 'react'
import { api, ask } from '~/api/client'
import { useInboxStore } from '~/app/InboxProvider'
import { type Draft, emptyDraft, isEmpty, readDraft, sameDraft, whichDraft } from '~/model/draft'
import { keep, kept } from '~/storage'

const saveAfter = 1000

/** What is being written, kept in this browser at once and on the server a second later. */
export function useDraft(id: number, live: boolean) {
  const store = useInboxStore()
  const key = `draft:${store?.me ?? ''}:${id}`
  const [draft, setDraft] = useState<Draft>(() => readDraft(kept(key)) ?? emptyDraft)
  const now = useRef(draft)
  const saved = useRef<Draft | null>(null)
  const touched = useRef(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  const save = useCallback(() => {
    clearTimeout(timer.current)
    const told = now.current
    if (!store || !live || (saved.current && sameDraft(saved.current, told))) return
    const path = { ws: store.workspace, id }
    const call = isEmpty(told)
      ? api.DELETE('/api/v1/workspaces/{ws}/conversations/{id}/draft', { params: { path } })
      : api.PUT('/api/v1/workspaces/{ws}/conversations/{id}/draft', { params: { path }, body: told })
    void ask<unknown>(call).then(
      () => {
        saved.current = told
        if (sameDraft(now.current, told)) keep(key, isEmpty(told) ? null : JSON.stringify({ ...told, unsaved: false }))
      },
      () => {
        // It stays here as unsaved; the next key, or the next opening, brings it.
      },
    )
  }, [store, live, id, key])

  const write = useCallback(
    (change: Partial<Draft>) => {
      touched.current = true
      const next = { ...now.current, ...change }
      if (sameDraft(next, now.current)) return
      now.current = next
      setDraft(next)
      keep(key, JSON.stringify({ ...next, unsaved: true }))
      clearTimeout(timer.current)
      timer.current = setTimeout(save, saveAfter)
    },
    [key, save],
  )

  useEffect(() => {
    if (!store) return
    let gone = false
    const here = readDraft(kept(key))
    if (here?.unsaved) save()
    else
      void ask(api.GET('/api/v1/workspaces/{ws}/conversations/{id}/draft', { params: { path: { ws: store.workspace, id } } })).then(
        (there) => {
          if (gone || touched.current) return
          const told = whichDraft(here, there ? { text: there.text, replyTo: there.replyTo ?? null, note: there.note ?? false } : null)
          saved.current = told
          now.current = told
          setDraft(told)
          keep(key, isEmpty(told) ? null : JSON.stringify({ ...told, unsaved: false }))
        },
        () => {},
      )
    return () => {
      gone = true
      if (touched.current) save()
    }
  }, [store, id, key, save])

  return [draft, write] as const
}
