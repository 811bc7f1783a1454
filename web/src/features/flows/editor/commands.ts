import { createContext, useContext } from 'react'

/** What the frame of the editor does for its parts. */
export interface Commands {
  connect: () => void
  tidy: () => void
  reveal: (id: string) => void
  publish: () => void
  /** Shows who went along a cable lately. */
  passers: (edge: string) => void
}

const nothing = () => {}

export const CommandsContext = createContext<Commands>({ connect: nothing, tidy: nothing, reveal: nothing, publish: nothing, passers: nothing })
export const useCommands = () => useContext(CommandsContext)
