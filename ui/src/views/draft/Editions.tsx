import { Button } from 'react-aria-components';
import type { DraftView } from '../../bridge';
import { Icon } from '../../parts/Icon';
import { useStore } from '../../parts/use_store';
import { useStrings } from '../../parts/use_strings';
import { newDraft, openDraft } from '../../state/desk';
import { newsroomStore } from '../../state/newsroom';
import { settings } from '../../state/settings';
import { languageName } from '../../strings';

/** The story's language editions: those there are, and those that could be made. */
export function Editions({ draft }: { draft: DraftView }) {
  const t = useStrings();
  const editions = useStore(newsroomStore, (state) => state.newsroom?.editions ?? NONE);
  const language = useStore(settings, (state) => state.language);
  if (editions.length < 2 || draft.story.kind === 'page') return null;
  return (
    <nav className="editions" aria-label={t.draft.editions}>
      {editions.map(({ lang, label }) => {
        const name = label || languageName(lang);
        if (lang === draft.story.lang) {
          return (
            <span key={lang} className="edition edition-here" aria-current="page">
              <bdi lang={lang}>{name}</bdi>
            </span>
          );
        }
        const sibling = draft.siblings.find((each) => each.lang === lang);
        const title = sibling ? t.actions.openEdition(languageName(lang, language)) : t.actions.newEdition(languageName(lang, language));
        return (
          <Button
            key={lang}
            className={`edition ${sibling ? '' : 'edition-new'}`}
            aria-label={`${name}: ${title}`}
            isDisabled={!sibling && !draft.editable}
            onPress={() => void (sibling ? openDraft(sibling.edition, 'headline') : newDraft(lang, draft.story.id))}
          >
            {sibling ? null : <Icon name="plus" />}
            <bdi lang={lang}>{name}</bdi>
          </Button>
        );
      })}
    </nav>
  );
}

const NONE: never[] = [];
