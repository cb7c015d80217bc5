// Callouts, `> [!kind] Title`, as comrak's `ofm_callouts` reads them: the first line of a quote, where the mark is
// followed by a blank or by the end of the line. The block stays a Blockquote; its head is a node of its own.

import { tags } from '@lezer/highlight';
import type { BlockContext, Line, MarkdownConfig } from '@lezer/markdown';

const HEAD = /^> ?(\[!([^\]]+)\][+-]?)(?=\s|$)/;

export const callouts: MarkdownConfig = {
  defineNodes: [
    { name: 'CalloutHead', block: true },
    { name: 'CalloutMark', style: tags.processingInstruction },
    { name: 'CalloutTitle', style: tags.labelName },
  ],
  parseBlock: [
    {
      name: 'Callout',
      before: 'Blockquote',
      parse(cx, line) {
        const text = line.text.slice(line.pos);
        const head = HEAD.exec(text);
        const mark = head?.[1];
        if (!head || !mark) return false;
        const start = cx.lineStart + line.pos;
        const markEnd = start + head[0].length;
        const end = cx.lineStart + line.text.length;
        const children = [cx.elt('CalloutMark', markEnd - mark.length, markEnd)];
        const titleFrom = line.skipSpace(line.pos + head[0].length);
        if (cx.lineStart + titleFrom < end) {
          const inline = cx.parser.parseInline(line.text.slice(titleFrom), cx.lineStart + titleFrom);
          children.push(cx.elt('CalloutTitle', cx.lineStart + titleFrom, end, inline));
        }
        cx.startComposite('Blockquote', line.pos);
        cx.addElement(cx.elt('QuoteMark', start, start + 1));
        cx.addElement(cx.elt('CalloutHead', markEnd - mark.length, end, children));
        if (cx.nextLine()) readLazyBody(cx, line);
        return true;
      },
    },
  ],
};

/** What starts a block of its own and therefore is no running text. */
const BLOCK_START =
  /^ {0,3}(?:#{1,6}(?:\s|$)|>|`{3}|~{3}|[-+*](?:\s|$)|\d{1,9}[.)](?:\s|$)|<[a-zA-Z/!?]|\[\^[^\]\s]+\]:|(?:[-*_][ \t]*){3,}$)/;

/** Text right under the head belongs to the callout even where its `>` was forgotten, as comrak has it. */
function readLazyBody(cx: BlockContext, line: Line): void {
  const from = cx.lineStart;
  let text = '';
  const quoted = () => line.text.trimStart().startsWith('>');
  while (line.text.trim() !== '' && !quoted() && !BLOCK_START.test(line.text)) {
    text += text === '' ? line.text : `\n${line.text}`;
    if (!cx.nextLine()) break;
  }
  if (text !== '') cx.addElement(cx.elt('Paragraph', from, from + text.length, cx.parser.parseInline(text, from)));
}

/** The kind in `[!kind]`, `[!kind|metadata]` or `[!kind]-`, as comrak normalises it. */
export function calloutKind(mark: string): string {
  const inner = mark.slice(2, mark.lastIndexOf(']')).split('|')[0] ?? '';
  return inner.trim().toLowerCase().replace(/\s+/g, '-');
}
