import { IconCheck } from '@tabler/icons-react'
import { type Lack, type Step, steps } from '../model/plan'
import { useCampaignWords } from '../words'
import css from './Wizard.module.css'

interface StepBarProps {
  step: Step
  lacks: Record<Step, readonly Lack[]>
  onGo: (step: Step) => void
}

/** The four steps, which of them are whole, and where one is. */
export function StepBar({ step, lacks, onGo }: StepBarProps) {
  const words = useCampaignWords()
  return (
    <nav className={css.steps} aria-label={words.wizard.stepsLabel}>
      <ol>
        {steps.map((each, at) => {
          const whole = each !== 'review' && each !== step && lacks[each].length === 0 && at < steps.indexOf(step)
          return (
            <li key={each}>
              <button type="button" className={css.step} data-testid={`step-${each}`} aria-current={each === step ? 'step' : undefined} data-whole={whole || undefined} onClick={() => onGo(each)}>
                <span className={css.figure} aria-hidden="true">
                  {whole ? <IconCheck size={14} stroke={2.5} /> : at + 1}
                </span>
                {words.wizard.steps[each]}
              </button>
            </li>
          )
        })}
      </ol>
    </nav>
  )
}
