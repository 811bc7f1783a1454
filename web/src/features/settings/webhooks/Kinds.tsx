import { Button } from '~/ui'
import css from './Webhooks.module.css'
import { useWebhookWords } from './words'

/** Which events, by subject. */
export function Kinds({ kinds, chosen, onChange }: { kinds: readonly string[]; chosen: readonly string[]; onChange: (chosen: readonly string[]) => void }) {
  const words = useWebhookWords()
  const groups = [...new Set(kinds.map((kind) => kind.split('.')[0] ?? ''))]
  return (
    <fieldset className={css.kinds}>
      <legend>{words.events}</legend>
      <div className={css.allOrNone}>
        <Button look="quiet" onClick={() => onChange(kinds)}>
          {words.all}
        </Button>
        <Button look="quiet" onClick={() => onChange([])}>
          {words.noneOf}
        </Button>
      </div>
      {groups.map((group) => (
        <div key={group} role="group" aria-label={words.groups[group]} className={css.group}>
          <h3>{words.groups[group]}</h3>
          {kinds
            .filter((kind) => kind.startsWith(`${group}.`))
            .map((kind) => (
              <label key={kind}>
                <input type="checkbox" checked={chosen.includes(kind)} onChange={(event) => onChange(event.target.checked ? [...chosen, kind] : chosen.filter((each) => each !== kind))} />
                <span>
                  {words.kinds[kind]}
                  <small>{kind}</small>
                </span>
              </label>
            ))}
        </div>
      ))}
    </fieldset>
  )
}
