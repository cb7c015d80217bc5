// Numbers and counted nouns, by the plural rules of a language (CLDR).

type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** A function that puts a number into the form that its language wants; `#` stands for the number. */
export function counter(lang: string): (count: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(lang);
  const number = new Intl.NumberFormat(lang);
  return (count, forms) => (forms[rules.select(count)] ?? forms.other).replace('#', number.format(count));
}

/** A piece of text that keeps its own direction in the midst of another's (Unicode's isolates). */
export function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}
