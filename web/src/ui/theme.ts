import { createTheme, type MantineColorsTuple } from '@mantine/core'

const green: MantineColorsTuple = [
  '#edf8f2',
  '#d8f3e4',
  '#b0e4cb',
  '#84d4b0',
  '#59c99a',
  '#2f9c72',
  '#0b7a53',
  '#0b7a53',
  '#096a48',
  '#0d4a36',
]

export const theme = createTheme({
  primaryColor: 'green',
  primaryShade: 7,
  colors: { green },
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  defaultRadius: 6,
  cursorType: 'pointer',
  respectReducedMotion: true,
})
