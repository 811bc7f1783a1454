import { IconMicrophone, IconMusic, IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react'
import { type CSSProperties, useEffect, useRef, useState } from 'react'
import type { TalkWords } from '../talk'
import css from './Media.module.css'

interface VoiceProps {
  address: string
  name: string
  voice: boolean
  talk: TalkWords
}

const speeds = [1, 1.5, 2]
/** One sounds at a time. */
let sounding: HTMLAudioElement | null = null

/** A recording: play, how far it is, and how fast. Fetched when it is played. */
export function Voice({ address, name, voice, talk }: VoiceProps) {
  const sound = useRef<HTMLAudioElement>(null)
  const [playing, setPlaying] = useState(false)
  const [failed, setFailed] = useState(false)
  const [at, setAt] = useState(0)
  const [length, setLength] = useState(0)
  const [speed, setSpeed] = useState(1)

  useEffect(() => {
    if (sound.current) sound.current.playbackRate = speed
  }, [speed])
  useEffect(() => {
    const element = sound.current
    return () => element?.pause()
  }, [])

  const toggle = () => {
    const element = sound.current
    if (!element) return
    if (playing) return element.pause()
    if (sounding && sounding !== element) sounding.pause()
    sounding = element
    setFailed(false)
    element.playbackRate = speed
    element.play().catch(() => setFailed(true))
  }

  return (
    <span className={css.voice}>
      <button type="button" className={css.voicePlay} disabled={!address} onClick={toggle} aria-label={`${playing ? talk.media.pause : talk.media.play}: ${name}`}>
        {playing ? <IconPlayerPauseFilled size={18} aria-hidden /> : <IconPlayerPlayFilled size={18} aria-hidden />}
      </button>
      <span className={css.voiceLine}>
        <input
          type="range"
          className={css.voicePlace}
          min={0}
          max={length || 1}
          step={0.1}
          value={at}
          disabled={length === 0}
          aria-label={talk.media.place}
          aria-valuetext={clock(at)}
          style={{ '--done': `${length > 0 ? (at / length) * 100 : 0}%` } as CSSProperties}
          onChange={(event) => {
            if (sound.current) sound.current.currentTime = Number(event.target.value)
          }}
        />
        <span className={css.voiceTime}>
          {voice ? <IconMicrophone size={13} aria-hidden /> : <IconMusic size={13} aria-hidden />}
          {failed || !address ? talk.media.lost : length > 0 ? `${clock(at)} / ${clock(length)}` : name}
        </span>
      </span>
      <button
        type="button"
        className={css.speed}
        aria-label={talk.media.speed(`${speed}×`)}
        onClick={() => setSpeed(speeds[(speeds.indexOf(speed) + 1) % speeds.length]!)}
      >
        {speed}×
      </button>
      {address && (
        <audio
          ref={sound}
          src={address}
          preload="none"
          onPlay={() => setPlaying(true)}
          onPause={() => setPlaying(false)}
          onEnded={() => setAt(0)}
          onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
          onDurationChange={(event) => setLength(Number.isFinite(event.currentTarget.duration) ? event.currentTarget.duration : 0)}
          onError={() => setFailed(true)}
        />
      )}
    </span>
  )
}

const clock = (seconds: number) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`
