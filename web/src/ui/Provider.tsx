import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import type { ReactNode } from 'react'
import './mantine.css'
import './tokens.css'
import { theme } from './theme'

const schemes = localStorageColorSchemeManager({ key: 'theme' })

export function UiProvider({ children }: { children: ReactNode }) {
  return (
    <MantineProvider theme={theme} colorSchemeManager={schemes} defaultColorScheme="auto">
      {children}
    </MantineProvider>
  )
}
