import { chapter } from '~/i18n/chapter'
import type { CampaignWords } from './en'

export const useCampaignWords = chapter<CampaignWords>({
  en: () => import('./en').then((file) => file.en),
  es: () => import('./es').then((file) => file.es),
})
