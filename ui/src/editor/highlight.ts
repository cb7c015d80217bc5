// Class names for what is written, by its syntax; `editor.css` gives them their looks.

import { syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { tagHighlighter, tags } from '@lezer/highlight';

export const highlight: Extension = syntaxHighlighting(
  tagHighlighter([
    { tag: tags.heading1, class: 'stet-h1' },
    { tag: tags.heading2, class: 'stet-h2' },
    { tag: tags.heading3, class: 'stet-h3' },
    { tag: [tags.heading4, tags.heading5, tags.heading6], class: 'stet-h4' },
    { tag: tags.heading, class: 'stet-table-head' },
    { tag: tags.strong, class: 'stet-strong' },
    { tag: tags.emphasis, class: 'stet-emphasis' },
    { tag: tags.strikethrough, class: 'stet-strikethrough' },
    { tag: tags.monospace, class: 'stet-code' },
    { tag: tags.link, class: 'stet-link' },
    { tag: tags.url, class: 'stet-url' },
    { tag: tags.labelName, class: 'stet-label' },
    { tag: tags.string, class: 'stet-title' },
    { tag: tags.processingInstruction, class: 'stet-mark' },
    { tag: tags.atom, class: 'stet-task' },
    { tag: [tags.comment, tags.angleBracket, tags.tagName], class: 'stet-html' },
    { tag: [tags.escape, tags.character], class: 'stet-escape' },
  ]),
);
