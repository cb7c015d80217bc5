// Numbers and counted nouns, by the plural rules of a language (CLDR).

type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** A function that puts a number into the form that its language wants; `#` stands for the number. */
export function counter(lang: string): (count: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(lang);
  const number = new Intl.NumberFormat(lang);
  return (count, forms) => (forms[rules.select(count)] ?? forms.other).replace('#', number.format(count));
}
