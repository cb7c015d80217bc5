// A slug from a headline, shown before the newsroom makes one: the same rules as `stet-core/src/slug.rs`.

const LATIN: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  þ: 'th',
  ı: 'i',
  ħ: 'h',
  ŋ: 'ng',
  ĸ: 'k',
  ŧ: 't',
};

/** At most eight words or 80 characters; Latin letters lose their accents, other scripts are kept as written. */
export function slugFrom(title: string): string {
  const plain = title
    .normalize('NFC')
    .replace(/['’\u0640\u200c-\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .toLowerCase()
    .replace(/[\u00c0-\u024f\u1e00-\u1eff]/g, (letter) => LATIN[letter] ?? letter.normalize('NFD').replace(/\p{M}/gu, ''))
    .replace(/[\u064b-\u065f\u0670]/g, '');
  let out = '';
  for (const word of plain
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter(Boolean)
    .slice(0, 8)) {
    if (out !== '' && out.length + word.length >= 80) break;
    out = out === '' ? word.slice(0, 80) : `${out}-${word}`;
  }
  return out;
}
