// Footnotes, `[^name]` and `[^name]: text`, as comrak's `footnotes` reads them.

import { tags } from '@lezer/highlight';
import type { MarkdownConfig } from '@lezer/markdown';

const DEFINITION = /^\[\^[^\]\s]+\]:[ \t]*/;
const REFERENCE = /^\[\^[^\]\s]+\]/;
const LONGEST_REFERENCE = 200;

export const footnotes: MarkdownConfig = {
  defineNodes: [
    {
      name: 'FootnoteDefinition',
      block: true,
      // The text goes on over lines that are indented by four columns, and over blank lines between them.
      composite(_cx, line) {
        if (line.next < 0) return true;
        if (line.indent < line.baseIndent + 4) return false;
        line.moveBaseColumn(line.baseIndent + 4);
        return true;
      },
    },
    { name: 'FootnoteMark', style: tags.processingInstruction },
    { name: 'FootnoteReference', style: tags.labelName },
  ],
  parseBlock: [
    {
      name: 'FootnoteDefinition',
      before: 'BulletList',
      parse(cx, line) {
        const match = DEFINITION.exec(line.text.slice(line.pos));
        if (!match) return false;
        const start = cx.lineStart + line.pos;
        cx.startComposite('FootnoteDefinition', line.pos);
        cx.addElement(cx.elt('FootnoteMark', start, start + match[0].trimEnd().length));
        line.moveBase(line.pos + match[0].length);
        return null;
      },
      endLeaf: (_cx, line) => DEFINITION.test(line.text.slice(line.pos)),
    },
  ],
  parseInline: [
    {
      name: 'FootnoteReference',
      before: 'Link',
      parse(cx, next, pos) {
        if (next !== 91 /* [ */ || cx.char(pos + 1) !== 94 /* ^ */) return -1;
        const match = REFERENCE.exec(cx.slice(pos, Math.min(cx.end, pos + LONGEST_REFERENCE)));
        return match ? cx.addElement(cx.elt('FootnoteReference', pos, pos + match[0].length)) : -1;
      },
    },
  ],
};
