import type { TemplateForm } from '../model/form'
import type { Flaw } from '../model/checks'

/** What every part of the form gets. */
export interface PartProps {
  form: TemplateForm
  put: (change: Partial<TemplateForm>) => void
  /** What is wrong there in words, where it is time to say so. */
  flawAt: (at: string) => string | undefined
  /** It can be read only. */
  locked: boolean
}

/** Before somebody has tried to hand it in, nobody is told that an empty field is empty. */
export const isLate = ({ kind }: Flaw) => kind === 'needed' || kind === 'sample' || kind === 'file'
