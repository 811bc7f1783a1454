import { describe, expect, it } from 'vitest'
import css from './tokens.css?raw'

const [light = '', dark = ''] = css.split("[data-mantine-color-scheme='dark']")
const tokensOf = (part: string) =>
  Object.fromEntries([...part.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value])) as Record<string, string>
const themes = { light: tokensOf(light), dark: { ...tokensOf(light), ...tokensOf(dark) } }

function luminance(hex: string) {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
}

function contrast(a: string, b: string) {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (high! + 0.05) / (low! + 0.05)
}

const grounds = ['bg-0', 'bg-1', 'bg-2']
const texts: readonly [string, string][] = [
  ...['fg-1', 'fg-2', 'fg-3'].flatMap((text) => grounds.map((ground) => [text, ground] as [string, string])),
  ...['fg-1', 'fg-2', 'fg-3', 'accent-fg', 'danger', 'info', 'warn'].map((text) => [text, 'accent-tint'] as [string, string]),
  ...['accent-fg', 'info', 'warn', 'danger'].flatMap((text) => ['bg-0', 'bg-1'].map((ground) => [text, ground] as [string, string])),
  ...['fg-1', 'fg-2', 'info', 'accent-fg'].map((text) => [text, 'accent-soft'] as [string, string]),
  ...['fg-1', 'fg-2'].map((text) => [text, 'phone-wall'] as [string, string]),
  ...['info', 'warn', 'danger'].map((each) => [each, `${each}-soft`] as [string, string]),
  ['fg-1', 'info-soft'],
  ['fg-1', 'warn-soft'],
  ['fg-1', 'danger-soft'],
  ['fg-1', 'found'],
  ['bg-0', 'warn'],
  ['on-accent', 'accent-bg'],
  ['on-accent', 'accent-bg-hover'],
]

describe.each(Object.entries(themes))('the %s colours', (_, tokens) => {
  it.each(texts)('let %s be read on %s', (text, ground) => {
    expect(contrast(tokens[text]!, tokens[ground]!)).toBeGreaterThanOrEqual(4.5)
  })

  it.each(grounds)('let an outline be seen on %s', (ground) => {
    expect(contrast(tokens['line-strong']!, tokens[ground]!)).toBeGreaterThanOrEqual(3)
  })
})
