import { Field, Select, TextInput } from '~/ui'
import type { FieldView } from '../../rules/model'
import { emptySource, type Place, type Source, type Sources } from '../model/template'
import { useCampaignWords } from '../words'
import type { CampaignWords } from '../words/en'
import css from './Places.module.css'

interface PlacesProps {
  places: readonly Place[]
  sources: Sources
  fields: readonly FieldView[]
  /** Columns of an uploaded list. */
  keys: readonly string[]
  onChange: (sources: Sources) => void
}

/** Meta's limit for one value. */
const longest = 1024

/** What a place is called: `Text {{1}}`, `Picture (address)`, `Button "Track" {{1}}`. */
export function placeName(place: Place, words: CampaignWords): string {
  if (place.kind === 'coupon_code') return words.message.coupon
  if (place.kind !== 'text') return words.message.media[place.kind] ?? place.kind
  const where = words.message.places[place.where] ?? place.where
  return words.message.place(place.name, place.button ? `${where} “${place.button}”` : where)
}

/** Each variable of the template with where its value comes from, and what stands in when there is none. */
export function Places({ places, sources, fields, keys, onChange }: PlacesProps) {
  const words = useCampaignWords()
  const options = [
    { value: 'text', label: words.message.fixed },
    ...keys.map((key) => ({ value: `values.${key}`, label: words.message.column(key) })),
    ...Object.entries(words.message.sources).map(([value, label]) => ({ value, label })),
    ...fields.map(({ key, title }) => ({ value: `contact.fields.${key}`, label: title || key })),
  ]
  return (
    <ol className={css.places}>
      {places.map((place) => {
        const source = sources[place.key] ?? emptySource
        const put = (next: Partial<Source>) => onChange({ ...sources, [place.key]: { ...source, ...next } })
        const fixed = source.from === 'text'
        const known = options.some(({ value }) => value === source.from)
        return (
          <li key={place.key} className={css.place} data-testid="place" data-key={place.key}>
            <fieldset>
              <legend>{placeName(place, words)}</legend>
              <Field label={words.message.from}>
                {(ids) => <Select {...ids} data-testid="place-from" value={source.from} onChange={(from) => put({ from })} options={known ? options : [...options, { value: source.from, label: source.from }]} />}
              </Field>
              <Field label={fixed ? words.message.text : words.message.fallback}>
                {(ids) => (
                  <TextInput
                    {...ids}
                    required
                    data-testid="place-text"
                    value={fixed ? source.text : source.fallback}
                    maxLength={longest}
                    placeholder={place.sample}
                    onChange={(event) => put(fixed ? { text: event.target.value } : { fallback: event.target.value })}
                  />
                )}
              </Field>
            </fieldset>
          </li>
        )
      })}
    </ol>
  )
}
