// The Markdown that Stet reads, as a CodeMirror language. `@lezer/markdown` is used directly: the ready-made
// lang-markdown brings grammars for HTML, CSS and JavaScript along, which no draft needs.

import { defineLanguageFacet, Language, languageDataProp } from '@codemirror/language';
import { Autolink, parser, Strikethrough, Table, TaskList } from '@lezer/markdown';
import { callouts } from './callout';
import { footnotes } from './footnote';

const data = defineLanguageFacet();

/** CommonMark, tables, strikethrough, task lists, bare links, footnotes and callouts: the renderer's own options. */
export const markdownParser = parser.configure([
  Table,
  Strikethrough,
  TaskList,
  Autolink,
  callouts,
  footnotes,
  { props: [languageDataProp.add({ Document: data })] },
]);

export const markdownLanguage = new Language(data, markdownParser, [], 'markdown');
