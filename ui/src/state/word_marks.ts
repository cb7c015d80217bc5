// Which words of a text another one does not have, so that the eye finds them when both stand side by side.

export interface MarkedWords {
  text: string;
  /** Whether the other text does not have these words here. */
  changed: boolean;
}

/** More words than this on both sides, multiplied: only what is the same at the start and at the end is found. */
const LARGEST_TABLE = 250_000;

/** A text in stretches, by what it has in common with another one. */
export function markWords(text: string, other: string): MarkedWords[] {
  const words = split(text);
  const others = split(other);
  let head = 0;
  while (head < words.length && head < others.length && words[head] === others[head]) head += 1;
  let tail = 0;
  while (tail < words.length - head && tail < others.length - head && words.at(-1 - tail) === others.at(-1 - tail)) tail += 1;
  const middle = words.slice(head, words.length - tail);
  const common = inCommon(middle, others.slice(head, others.length - tail));
  const out: MarkedWords[] = [];
  words.forEach((word, index) => {
    const inMiddle = index >= head && index < words.length - tail;
    const changed = inMiddle && !common.has(index - head);
    const last = out.at(-1);
    if (last?.changed === changed) last.text += word;
    else out.push({ text: word, changed });
  });
  return out.flatMap(bare);
}

/** Blanks after words that changed are not marked with them. */
function bare(part: MarkedWords): MarkedWords[] {
  const words = part.text.trimEnd();
  if (!part.changed || words.length === part.text.length) return [part];
  return [
    { text: words, changed: true },
    { text: part.text.slice(words.length), changed: false },
  ];
}

/** Words with the blanks after them. */
function split(text: string): string[] {
  return text.match(/\S+\s*|^\s+/g) ?? [];
}

/** Indices in `words` of a longest common subsequence with `others`. */
function inCommon(words: string[], others: string[]): Set<number> {
  const found = new Set<number>();
  if (words.length * others.length === 0 || words.length * others.length > LARGEST_TABLE) return found;
  const width = others.length + 1;
  const table = new Uint32Array((words.length + 1) * width);
  for (let a = words.length - 1; a >= 0; a -= 1) {
    for (let b = others.length - 1; b >= 0; b -= 1) {
      table[a * width + b] =
        words[a] === others[b] ? table[(a + 1) * width + b + 1]! + 1 : Math.max(table[(a + 1) * width + b]!, table[a * width + b + 1]!);
    }
  }
  let a = 0;
  let b = 0;
  while (a < words.length && b < others.length) {
    if (words[a] === others[b]) {
      found.add(a);
      a += 1;
      b += 1;
    } else if (table[(a + 1) * width + b]! >= table[a * width + b + 1]!) a += 1;
    else b += 1;
  }
  return found;
}
