// The writing surface: CodeMirror 6 for Markdown news copy, without a framework around it.
//
// The text in the editor is the text in the file, and every change leaves as splices of it. What looks formatted is
// drawn over plain Markdown and goes no further than the screen.

import { history } from '@codemirror/commands';
import { syntaxTree } from '@codemirror/language';
import { search } from '@codemirror/search';
import { Compartment, EditorSelection, EditorState, type Extension, Transaction } from '@codemirror/state';
import { drawSelection, dropCursor, EditorView, placeholder } from '@codemirror/view';
import { COMMANDS } from './commands';
import { difference } from './difference';
import { lineDirections } from './direction';
import { focusMode, typewriter } from './focus_mode';
import { highlight } from './highlight';
import { isolates } from './isolates';
import { keys } from './keys';
import { lineBreaks, readBody, setLineBreaks, sliceBody, toBody, toDocument } from './line_breaks';
import { lineStyles } from './line_styles';
import { liveMarks } from './live';
import { markdownLanguage } from './markdown/language';
import { paste } from './paste';
import { EDITOR_PHRASES } from './phrases';
import { showProblems } from './problems';
import { insertPullQuote } from './pull_quote';
import { selectionInfo } from './selection_info';
import { sentenceAtSelection } from './sentence';
import { slashMenu } from './slash_menu';
import { smartTyping } from './smart_typing';
import { fromOutside, splicesOf } from './splices';
import { readHistory, restoreHistory } from './undo_history';
import type { DraftEditor, EditorOptions } from './types';
import './editor.css';

export { EDITOR_PHRASES, type EditorPhrase } from './phrases';
export type {
  DraftEditor,
  EditorCommand,
  EditorOptions,
  EditorProblem,
  KeptUndo,
  PullQuote,
  SelectionInfo,
  Splice,
  TextRange,
} from './types';

/** So many steps can be taken back at least. */
const UNDO_DEPTH = 400;

/** Puts an editor into an element; `destroy` takes it out again. */
export function createEditor(parent: HTMLElement, options: EditorOptions): DraftEditor {
  const live = new Compartment();
  const focus = new Compartment();
  const scrolling = new Compartment();
  const extensions = [writingSurface(options), live.of(liveMarks), focus.of([]), scrolling.of([]), reports(options)];
  const { doc, breaks } = readBody(options.body);
  const state =
    (options.undo ? restoreHistory(options.body, options.undo, extensions) : null) ??
    EditorState.create({ doc, extensions: [lineBreaks(breaks), extensions] });
  const view = new EditorView({ parent, state });
  const set = (compartment: Compartment, extension: Extension) => view.dispatch({ effects: compartment.reconfigure(extension) });

  return {
    focus: () => view.focus(),
    body: () => sliceBody(view.state, 0, view.state.doc.length),
    setBody(body) {
      const next = readBody(body);
      view.dispatch({
        changes: difference(view.state.doc, next.doc),
        effects: setLineBreaks.of(next.breaks),
        annotations: [fromOutside.of(true), Transaction.addToHistory.of(false)],
      });
    },
    setProblems: (problems) => view.dispatch(showProblems(view.state, problems)),
    sentenceAtSelection() {
      const { from, to, text } = sentenceAtSelection(view.state, options.lang);
      return { from: toBody(view.state, from), to: toBody(view.state, to), text };
    },
    insertPullQuote: (quote) => view.dispatch(insertPullQuote(view.state, quote, options.lang)),
    insert: (markdown) => view.dispatch(view.state.replaceSelection(markdown), { userEvent: 'input', scrollIntoView: true }),
    change: (changes) =>
      view.dispatch({
        changes: changes.map(({ from, to, insert }) => ({
          from: toDocument(view.state, from),
          to: toDocument(view.state, to),
          insert: view.state.toText(insert),
        })),
        userEvent: 'input',
      }),
    history: () => readHistory(view.state),
    run: (command) => COMMANDS[command](view),
    reveal(from, to) {
      const range = EditorSelection.range(toDocument(view.state, from), toDocument(view.state, to));
      view.dispatch({ selection: range, effects: EditorView.scrollIntoView(range, { y: 'center' }), userEvent: 'select' });
    },
    setLive: (on) => set(live, on ? liveMarks : []),
    setFocusMode: (on) => set(focus, on ? focusMode : []),
    setTypewriter: (on) => set(scrolling, on ? typewriter : []),
    destroy: () => view.destroy(),
  };
}

function writingSurface(options: EditorOptions): Extension {
  const { lang, label, editable, direction, phrases = {}, pasteHtml } = options;
  return [
    EditorState.phrases.of(phrases),
    EditorState.readOnly.of(!editable),
    EditorState.allowMultipleSelections.of(true),
    EditorView.editable.of(editable),
    EditorView.lineWrapping,
    EditorView.editorAttributes.of({ class: 'stet-editor' }),
    // The web view's own spelling marks are switched off: the app checks in the draft's language and marks them itself.
    EditorView.contentAttributes.of({
      lang,
      'aria-label': label,
      spellcheck: 'false',
      autocorrect: 'off',
      autocapitalize: 'off',
      writingsuggestions: 'false',
    }),
    // Text that cannot be changed can still be reached, read and searched with the keyboard.
    editable ? [] : EditorView.contentAttributes.of({ tabindex: '0', 'aria-readonly': 'true' }),
    keys,
    history({ minDepth: UNDO_DEPTH }),
    drawSelection(),
    dropCursor(),
    search({ top: true }),
    placeholder(phrases['Write the story…'] ?? EDITOR_PHRASES['Write the story…']),
    markdownLanguage,
    highlight,
    lineDirections(direction),
    isolates,
    lineStyles,
    editable ? [smartTyping(lang), slashMenu, paste(pasteHtml)] : [],
  ];
}

/** Tells the app what changed, and nothing about what it changed itself. */
function reports({ lang, onSplices, onSelection, onFocus, onBlur }: EditorOptions): Extension {
  return [
    EditorView.updateListener.of((update) => {
      for (const transaction of update.transactions) {
        if (!transaction.docChanged || transaction.annotation(fromOutside)) continue;
        onSplices(splicesOf(transaction));
      }
      // In a long draft the block's number is known for certain only once the text up to the cursor has been parsed.
      const parsed = syntaxTree(update.startState);
      const reached = parsed !== syntaxTree(update.state) && parsed.length < update.state.selection.main.head;
      if (onSelection && (update.selectionSet || update.docChanged || reached)) onSelection(selectionInfo(update.state, lang));
    }),
    EditorView.domEventHandlers({
      focus: () => {
        onFocus?.();
        return false;
      },
      blur: () => {
        onBlur?.();
        return false;
      },
    }),
  ];
}
