import { useWords } from '~/i18n'
import { CopyLine, Notice } from '~/ui/page'
import { useWebhookWords } from './words'

/** A secret, this once. */
export function Secret({ value }: { value: string }) {
  const words = useWebhookWords()
  const common = useWords()
  return (
    <>
      <Notice tone="good">{words.made}</Notice>
      <CopyLine value={value} label={words.copySecret} done={common.common.copied} testId="webhook-secret" />
      <p>{words.verify}</p>
    </>
  )
}
