import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { Button } from '~/ui'
import type { CampaignsApi } from '../api'
import type { MessagePlan } from '../model/content'
import { longestFirst, type Person, valuesFor } from '../model/people'
import { draw, placesOf } from '../model/template'
import type { Template } from '../types'
import { useCampaignWords } from '../words'
import { MessagePhone } from './MessagePhone'
import css from './PreviewPanel.module.css'

interface PreviewPanelProps {
  api: CampaignsApi
  message: MessagePlan
  template: Template | null
  people: readonly Person[]
  channel: number | null
}

const mostShown = 3

/** The message on a phone, for three people who will get it: those for whom it grows longest. */
export function PreviewPanel({ api, message, template, people, channel }: PreviewPanelProps) {
  const words = useCampaignWords()
  const [at, setAt] = useState(0)
  const channels = useQuery({ queryKey: ['campaigns', api.workspace, 'channels'], queryFn: () => api.channels(), staleTime: 60_000 })
  const { sources } = message
  const places = useMemo(() => (template ? placesOf(template) : []), [template])
  const longest = useMemo(() => longestFirst(people, places, sources).slice(0, mostShown), [people, places, sources])
  const person = longest[Math.min(at, longest.length - 1)]
  const picture = template && draw(template, person ? valuesFor(places, sources, person) : Object.fromEntries(places.filter(({ key }) => sources[key]?.from === 'text').map(({ key }) => [key, sources[key]!.text])))
  return (
    <aside className={css.panel} aria-label={words.message.preview}>
      <h2>{words.message.preview}</h2>
      {longest.length > 0 && template && (
        <div className={css.who} role="group" aria-label={words.message.previewHint}>
          {longest.map((each, index) => (
            <Button key={each.id} look={each === person ? 'default' : 'quiet'} aria-pressed={each === person} className={css.one} onClick={() => setAt(index)}>
              {each.name?.trim().split(' ')[0] || words.message.someone}
            </Button>
          ))}
        </div>
      )}
      <MessagePhone business={channels.data?.items.find(({ id }) => id === channel)?.title ?? ''} picture={picture} />
      <p className={css.hint}>{!template ? words.message.chooseFirst : longest.length > 0 ? words.message.previewHint : words.message.nobodyYet}</p>
    </aside>
  )
}
