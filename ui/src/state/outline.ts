// The headings of a body, with where they stand.

export interface OutlineHeading {
  level: number;
  text: string;
  /** Range in the body, in UTF-16 code units. */
  from: number;
  to: number;
}

/** ATX headings outside of fenced code. What Markdown marks within them is left out of their text. */
export function outline(body: string): OutlineHeading[] {
  const found: OutlineHeading[] = [];
  let fence = '';
  let at = 0;
  for (const line of body.split(/(?<=\n|\r(?!\n))/)) {
    const text = line.replace(/[\r\n]+$/, '');
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(text)?.[1] ?? '';
    if (fence !== '') {
      if (mark.startsWith(fence) && text.trim() === mark) fence = '';
    } else if (mark !== '') fence = mark;
    else {
      const heading = /^ {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$/.exec(text);
      if (heading?.[1] && heading[2]) found.push({ level: heading[1].length, text: plain(heading[2]), from: at, to: at + text.length });
    }
    at += line.length;
  }
  return found;
}

function plain(text: string): string {
  return text
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(\*\*|__|\*|_|`|~~)(?=\S)(.+?)\1/g, '$2')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1');
}
