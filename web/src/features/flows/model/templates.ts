/** A message template as the server lists it, as far as a node needs it. */
export interface Template {
  name: string
  language: string
  status: string
  parameterFormat?: string | null
  /** `1` or `name` in the body, `header.1` in the header, `button.0.1` in a button's address. */
  variables: readonly string[]
}

/** A value of a node's template, as the flow document has it. */
export interface Parameter {
  component: string
  subType?: string
  index?: number
  type?: string
  name?: string
  value: unknown
}

/** Where a variable stands, and how it is called there. */
export function placeOf(variable: string): { component: 'header' | 'body' | 'button'; index?: number; name: string } {
  const [first, ...rest] = variable.split('.')
  if (first === 'header' && rest.length > 0) return { component: 'header', name: rest.join('.') }
  if (first === 'button' && rest.length > 1) return { component: 'button', index: Number(rest[0]), name: rest.slice(1).join('.') }
  return { component: 'body', name: variable }
}

const readParameters = (value: unknown): Parameter[] =>
  Array.isArray(value)
    ? value.map((each: unknown) => (typeof each === 'object' && each !== null ? { ...(each as Parameter), component: String((each as Parameter).component ?? 'body').toLowerCase() } : { component: 'body', value: each }))
    : []

const isText = (parameter: Parameter) => (parameter.type ?? 'text') === 'text'

/** What a node fills into each variable of its template: by name, else in the order of the component. */
export function valuesOf(template: Template, parameters: unknown): Map<string, string> {
  const all = readParameters(parameters).filter(isText)
  const used = new Set<Parameter>()
  const values = new Map<string, string>()
  for (const variable of template.variables) {
    const place = placeOf(variable)
    const here = all.filter((each) => !used.has(each) && each.component === place.component && (place.index === undefined || Number(each.index ?? 0) === place.index))
    const found = here.find((each) => each.name === place.name) ?? here.find((each) => each.name === undefined)
    if (found) used.add(found)
    values.set(variable, found?.value == null ? '' : String(found.value))
  }
  return values
}

/** The parameters of a node for these values; what is no text (a picture in the header) stays as it was. */
export function parametersOf(template: Template, values: ReadonlyMap<string, string>, before: unknown): Parameter[] {
  const named = template.parameterFormat?.toUpperCase() === 'NAMED'
  const kept = readParameters(before).filter((each) => !isText(each))
  const texts = template.variables.map((variable): Parameter => {
    const { component, index, name } = placeOf(variable)
    return {
      component,
      ...(component === 'button' ? { subType: 'url', index } : {}),
      type: 'text',
      ...(named && component !== 'button' ? { name } : {}),
      value: values.get(variable) ?? '',
    }
  })
  return [...kept, ...texts]
}
