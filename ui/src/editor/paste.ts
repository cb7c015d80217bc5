// Paste: an address on selected words makes a link, HTML goes through the app's own conversion, all else is text.

import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { linkFromPaste } from './links';

export function paste(pasteHtml: ((html: string) => string | null) | undefined): Extension {
  let plain = false;
  return EditorView.domEventHandlers({
    keydown(event) {
      // Mod+Shift+V means the words alone.
      plain = event.shiftKey && (event.ctrlKey || event.metaKey) && event.code === 'KeyV';
      return false;
    },
    paste(event, view) {
      const { clipboardData } = event;
      if (!clipboardData || view.state.readOnly) return false;
      const wordsAlone = plain;
      plain = false;
      const text = clipboardData.getData('text/plain');
      const link = wordsAlone ? null : linkFromPaste(view.state, text);
      if (link) {
        view.dispatch(link);
        return true;
      }
      const html = wordsAlone || !pasteHtml ? '' : clipboardData.getData('text/html');
      const markdown = html && pasteHtml ? pasteHtml(html) : null;
      if (markdown === null) return false;
      view.dispatch(view.state.replaceSelection(markdown), { userEvent: 'input.paste', scrollIntoView: true });
      return true;
    },
  });
}
