// What was said, in a sentence that says who said it.

/** Pairs of quotation marks, by how they open. */
const PAIRS: Record<string, string> = { '“': '”', '«': '»', '„': '“”', '"': '"', '‘': '’', '‹': '›' };

export interface Quotation {
  words: string;
  speaker: string;
}

/**
 * The longest quotation in a sentence, without its marks and the comma before the closing one, and the speaker where
 * the sentence names one in the usual way: `"…," said Ines Almada`. The sentence itself where it quotes nobody.
 */
export function quotationIn(sentence: string): Quotation {
  let words = '';
  let rest = '';
  for (let at = 0; at < sentence.length; at += 1) {
    const closing = PAIRS[sentence[at] ?? ''];
    // An apostrophe inside a word opens nothing.
    if (!closing || /[\p{L}\p{N}]/u.test(sentence[at - 1] ?? '')) continue;
    const end = sentence.slice(at + 1).search(new RegExp(`[${closing}](?![\\p{L}\\p{N}])`, 'u'));
    if (end < 0) continue;
    const inside = sentence.slice(at + 1, at + 1 + end);
    if (inside.length > words.length) {
      words = inside;
      rest = sentence.slice(at + end + 2);
    }
    at += end + 1;
  }
  // A word or two in quotation marks is a figure of speech, not a quotation.
  if (words.trim().split(/\s+/).length < 3) return { words: sentence.trim(), speaker: '' };
  const named =
    /^[\s,]*(?:said|says|added|according to)\s+((?:\p{Lu}[\p{L}'’.-]*)(?:\s+(?:\p{Lu}[\p{L}'’.-]*|al-\p{L}+|de|da|van|von|bin|ibn))*)/u.exec(
      rest,
    );
  return { words: words.trim().replace(/[,،]$/, ''), speaker: named?.[1]?.replace(/[.'’]+$/, '') ?? '' };
}
