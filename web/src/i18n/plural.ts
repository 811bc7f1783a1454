/** Picks the form for a count and puts the number where `#` stands. */
export const plural = (language: string) => {
  const rules = new Intl.PluralRules(language)
  const numbers = new Intl.NumberFormat(language)
  return (n: number, forms: { one: string; other: string }) =>
    (rules.select(n) === 'one' ? forms.one : forms.other).replace('#', numbers.format(n))
}
