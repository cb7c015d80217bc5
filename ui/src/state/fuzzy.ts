// Finding a headline by a few of its letters.

/** How well `text` answers `query`; 0 where it does not. Letters must come in order; word starts and runs count more. */
export function fuzzyScore(query: string, text: string): number {
  const wanted = fold(query).replace(/\s+/g, '');
  if (wanted === '') return 1;
  const there = fold(text);
  const whole = there.indexOf(fold(query).trim());
  if (whole >= 0) return 1000 - Math.min(whole, 400) + (whole === 0 || there[whole - 1] === ' ' ? 200 : 0);
  let score = 0;
  let at = 0;
  let run = 0;
  for (const letter of wanted) {
    const found = there.indexOf(letter, at);
    if (found < 0) return 0;
    run = found === at ? run + 1 : 0;
    const start = found === 0 || /[\s\-/_:"“«(]/.test(there[found - 1] ?? '');
    score += 1 + run * 2 + (start ? 6 : 0) - Math.min(found - at, 10) * 0.2;
    at = found + 1;
  }
  // Letters strewn over a long line are not an answer.
  return score > wanted.length * 1.5 ? score : 0;
}

/** The text as it is compared: no case, no accents, no harakat, one form of alef. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[أإآٱ]/g, 'ا')
    .replace(/ى/g, 'ي')
    .replace(/ة/g, 'ه')
    .replace(/ـ/g, '')
    .toLowerCase();
}
