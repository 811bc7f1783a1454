import { Chip, type Tone } from '~/ui/page'
import { useCampaignWords } from './words'

const tones: Record<string, Tone> = { scheduled: 'info', running: 'good', paused: 'warn', failed: 'danger' }

/** Where a campaign stands, in a word. */
export function StateChip({ state }: { state: string }) {
  const words = useCampaignWords()
  return <Chip tone={tones[state] ?? 'plain'}>{words.states[state] ?? state}</Chip>
}
