import { useMemo, useState } from 'react';
import { Chooser, type ChooserItem } from '../../parts/Chooser';
import { Icon } from '../../parts/Icon';
import { Keycaps } from '../../parts/Keycaps';
import { useStore } from '../../parts/use_store';
import { useStrings } from '../../parts/use_strings';
import { ACTIONS, type Action } from '../../state/actions';
import { keysOf } from '../../state/bindings';
import { closeDialog, desk, newDraft, openDraft } from '../../state/desk';
import { fuzzyScore } from '../../state/fuzzy';
import { newsroomStore } from '../../state/newsroom';
import { settings } from '../../state/settings';
import { en } from '../../strings/en';
import { languageName } from '../../strings';

/** Everything that can be done now, by name. English names are found in every language. */
export function Palette() {
  const t = useStrings();
  const [text, setText] = useState('');
  const language = useStore(settings, (state) => state.language);
  const choices = useMemo(
    () => [...ACTIONS.filter((each) => each.id !== 'palette' && (each.can?.() ?? true)), ...editionActions(language)],
    [language],
  );
  const scored = choices
    .map((each) => ({ each, score: Math.max(fuzzyScore(text, each.title(t)), fuzzyScore(text, each.title(en)) - 1) }))
    .filter(({ score }) => score > 0);
  if (text.trim() !== '') scored.sort((a, b) => b.score - a.score);
  const items: ChooserItem[] = scored.map(({ each }) => ({
    id: each.id,
    group: text.trim() === '' ? t.menus[each.group] : undefined,
    content: (
      <>
        <span className="menu-check">{each.on?.() ? <Icon name="check" /> : null}</span>
        <span className="menu-title">{each.title(t)}</span>
        <Keycaps keys={keysOf(each)[0]?.keys} />
      </>
    ),
  }));
  return (
    <Chooser
      title={t.palette.title}
      hint={t.palette.hint}
      nothing={t.palette.nothing}
      testId="palette"
      items={items}
      text={text}
      onText={setText}
      onClose={closeDialog}
      onChoose={(id) => {
        closeDialog();
        // The dialog gives the focus back first, so that what comes next finds it where it was.
        setTimeout(() => choices.find((each) => each.id === id)?.run(), 0);
      }}
    />
  );
}

/** The other language editions of the story that is open: to open, or to make. */
function editionActions(language: string): Action[] {
  const { draft } = desk.get();
  const editions = newsroomStore.get().newsroom?.editions ?? [];
  if (!draft || draft.story.kind === 'page') return [];
  return editions
    .filter(({ lang }) => lang !== draft.story.lang)
    .map(({ lang }): Action => {
      const sibling = draft.siblings.find((each) => each.lang === lang);
      return {
        id: `edition-${lang}`,
        group: 'story',
        title: (t) => (sibling ? t.actions.openEdition(languageName(lang, language)) : t.actions.newEdition(languageName(lang, language))),
        keys: [],
        run: () => void (sibling ? openDraft(sibling.edition, 'headline') : newDraft(lang, draft.story.id)),
      };
    });
}
