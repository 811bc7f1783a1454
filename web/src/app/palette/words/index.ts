import { chapter } from '~/i18n/chapter'
import type { PaletteWords } from './en'

export const usePaletteWords = chapter<PaletteWords>({
  en: () => import('./en').then((file) => file.en),
  es: () => import('./es').then((file) => file.es),
})
