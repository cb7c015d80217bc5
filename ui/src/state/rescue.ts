// What can be done with a text that cannot be saved: copied, or written somewhere else. The words come from the window.

import { asFault, bridge, type DraftText } from '../bridge';
import { strings } from '../strings';
import { copyText } from './clipboard';
import { desk } from './desk';
import { say, sayFault } from './notices';

/** The draft as the window holds it. Null where none is open. */
export function draftInWindow(): DraftText | null {
  const { session } = desk.get();
  if (!session) return null;
  const { head, fields } = session.store.get();
  return { head, fields, body: session.body() };
}

/** Puts the whole draft on the clipboard, as its file would be; or its words alone, where not even that can be asked for. */
export async function copyDraft(): Promise<void> {
  const text = draftInWindow();
  if (!text) return;
  await copyText(await wholeText(text));
}

async function wholeText(text: DraftText): Promise<string> {
  try {
    return (await bridge().call('draft_markdown', text)).text;
  } catch {
    const { kicker, title, standfirst } = text.fields;
    return [kicker, title, standfirst, text.body].filter(Boolean).join('\n\n');
  }
}

/** Asks for a place and writes the whole draft there. False where it was not written. */
export async function saveCopy(): Promise<boolean> {
  const story = desk.get().session?.store.get().story;
  if (!story) return false;
  const t = strings();
  try {
    const name = (story.path.split('/').pop() ?? '').replace(/\.md$/, '') || story.slug;
    const path = await bridge().pickSaveTarget(t.rescue.pick, `${name}.md`);
    // What was typed while one chose is part of it.
    const text = draftInWindow();
    if (path === null || !text) return false;
    await bridge().call('save_copy', { path, text });
    say('good', t.rescue.saved, {
      hint: path,
      action: {
        label: t.export.reveal,
        run: () =>
          void bridge()
            .reveal(path)
            .catch(() => {}),
      },
    });
    return true;
  } catch (thrown) {
    sayFault(asFault(thrown));
    return false;
  }
}
