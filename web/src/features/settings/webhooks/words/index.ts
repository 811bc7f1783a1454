import { chapter } from '~/i18n/chapter'
import type { WebhookWords } from './en'

export const useWebhookWords = chapter<WebhookWords>({
  en: () => import('./en').then((file) => file.en),
  es: () => import('./es').then((file) => file.es),
})
