import { type ButtonKind, isFile, isNamed, limits, mostButtons, mostOfAll, samplesNeeded, type TemplateForm } from './form'
import { lengthOf, variablesIn } from './variables'

/** What is wrong with a template; the words for it are in the message files. */
export type FlawKind =
  | 'needed'
  | 'nameSigns'
  | 'tooLong'
  | 'edge'
  | 'touching'
  | 'ratio'
  | 'numbering'
  | 'variableName'
  | 'oneVariable'
  | 'noVariables'
  | 'file'
  | 'minutes'
  | 'url'
  | 'urlEnd'
  | 'phone'
  | 'tooMany'
  | 'twice'
  | 'sample'
  | 'sampleSigns'

/** Where it is: a part of the form, `button.0`, or `sample.` and the variable. */
export interface Flaw {
  at: string
  kind: FlawKind
  /** What fits, where it is too long or too many. */
  most?: number
}

/** Everything that Meta is known to refuse, before it is asked. */
export function flawsOf(form: TemplateForm): Flaw[] {
  const flaws: Flaw[] = []
  const bad = (at: string, kind: FlawKind, most?: number) => flaws.push(most === undefined ? { at, kind } : { at, kind, most })
  const long = (at: string, text: string, most: number) => lengthOf(text) > most && bad(at, 'tooLong', most)

  if (form.name === '') bad('name', 'needed')
  else if (!/^[a-z0-9_]+$/.test(form.name)) bad('name', 'nameSigns')
  long('name', form.name, limits.name)
  if (!/^[a-z]{2,3}(_[A-Za-z]{2,4})?$/.test(form.language)) bad('language', 'needed')
  if (form.category === 'AUTHENTICATION') {
    const { minutes, button } = form.code
    if (minutes !== null && !(Number.isInteger(minutes) && minutes >= 1 && minutes <= 90)) bad('code.minutes', 'minutes')
    if (button.trim() === '') bad('code.button', 'needed')
    long('code.button', button, limits.button)
    return flaws
  }

  const named = isNamed(form)
  header(form, named, bad, long)
  body(form, named, bad, long)
  long('footer', form.footer, limits.footer)
  if (variablesIn(form.footer).length > 0) bad('footer', 'noVariables')
  buttons(form, bad, long)
  for (const sample of samplesNeeded(form)) {
    const text = form.samples[sample] ?? ''
    if (text.trim() === '') bad(`sample.${sample}`, 'sample')
    else if (/[\n\t]| {5}/.test(text)) bad(`sample.${sample}`, 'sampleSigns')
  }
  return flaws
}

type Bad = (at: string, kind: FlawKind, most?: number) => void
type Long = (at: string, text: string, most: number) => void

function header({ header: { kind, text, handle } }: TemplateForm, named: boolean, bad: Bad, long: Long) {
  if (isFile(kind) && handle === '') bad('header', 'file')
  if (kind !== 'text') return
  if (text.trim() === '') bad('header', 'needed')
  long('header', text, limits.header)
  if (variablesIn(text).length > 1) bad('header', 'oneVariable')
  numbering('header', text, named, bad)
}

function body({ body: text }: TemplateForm, named: boolean, bad: Bad, long: Long) {
  if (text.trim() === '') return bad('body', 'needed')
  long('body', text, limits.body)
  const variables = variablesIn(text)
  if (/^\s*\{\{[^}]*\}\}|\{\{[^}]*\}\}\s*$/.test(text)) bad('body', 'edge')
  if (/\}\}\s*\{\{/.test(text)) bad('body', 'touching')
  if (variables.length > 0 && text.split(/\s+/).filter(Boolean).length < 2 * variables.length + 1) bad('body', 'ratio')
  numbering('body', text, named, bad)
}

function numbering(at: string, text: string, named: boolean, bad: Bad) {
  const variables = variablesIn(text)
  if (named) {
    if (variables.some((name) => !/^[a-z][a-z0-9_]*$/.test(name))) bad(at, 'variableName')
  } else if (variables.some((name, index) => name !== String(index + 1))) bad(at, 'numbering')
}

function buttons(form: TemplateForm, bad: Bad, long: Long) {
  if (form.buttons.length > mostOfAll) bad('buttons', 'tooMany', mostOfAll)
  for (const [kind, most] of Object.entries(mostButtons) as [ButtonKind, number][]) if (form.buttons.filter((button) => button.kind === kind).length > most) bad('buttons', 'tooMany', most)
  const seen = new Set<string>()
  form.buttons.forEach(({ kind, text, target }, index) => {
    const at = `button.${index}`
    if (kind !== 'COPY_CODE') {
      if (text.trim() === '') bad(at, 'needed')
      else if (seen.has(text.trim().toLowerCase())) bad(at, 'twice')
      seen.add(text.trim().toLowerCase())
      long(at, text, limits.button)
    }
    if (kind === 'URL') url(`${at}.target`, target.trim(), bad, long)
    if (kind === 'PHONE_NUMBER' && !/^\+?[0-9 ()-]{6,20}$/.test(target.trim())) bad(`${at}.target`, 'phone')
    if (kind === 'COPY_CODE') {
      if (target.trim() === '') bad(`${at}.target`, 'needed')
      long(`${at}.target`, target, limits.code)
    }
  })
}

function url(at: string, target: string, bad: Bad, long: Long) {
  const variables = variablesIn(target)
  const plain = target.replace(/\{\{[^{}]*\}\}/g, 'x')
  if (!/^https?:\/\/[^\s/]+\.[^\s/]+/.test(plain) || !URL.canParse(plain)) return bad(at, 'url')
  long(at, target, limits.url)
  if (variables.length > 1 || (variables.length === 1 && (variables[0] !== '1' || !target.endsWith('}}')))) bad(at, 'urlEnd')
}
