let player: AudioContext | null = null

/** Two soft tones, made here: no file to fetch. Browsers keep silent until somebody has clicked. */
export function chime() {
  try {
    player ??= new AudioContext()
    const start = player.currentTime
    for (const [at, pitch] of [
      [0, 659],
      [0.14, 880],
    ] as const) {
      const tone = player.createOscillator()
      const volume = player.createGain()
      tone.frequency.value = pitch
      volume.gain.setValueAtTime(0, start + at)
      volume.gain.linearRampToValueAtTime(0.12, start + at + 0.02)
      volume.gain.exponentialRampToValueAtTime(0.001, start + at + 0.3)
      tone.connect(volume).connect(player.destination)
      tone.start(start + at)
      tone.stop(start + at + 0.32)
    }
  } catch {
    // without sound the rest still tells it
  }
}
