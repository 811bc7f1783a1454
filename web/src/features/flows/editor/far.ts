import { createContext } from 'react'

/** Whether the view is so far away that words cannot be read: steps are drawn as bare cards then, once their true size is known. */
export const FarContext = createContext<{ far: boolean; measured: ReadonlySet<string> }>({ far: false, measured: new Set() })
