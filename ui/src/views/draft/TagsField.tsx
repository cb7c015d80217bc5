import { useState } from 'react';
import { Button, ComboBox, Input, Label, ListBox, ListBoxItem, Popover, Tag, TagGroup, TagList } from 'react-aria-components';
import { Icon } from '../../parts/Icon';
import { useStore } from '../../parts/use_store';
import { useStrings } from '../../parts/use_strings';
import type { DraftSession } from '../../state/draft_session';
import { newsroomStore } from '../../state/newsroom';
import { canonicalTag, tagChoices, type TagChoice } from '../../state/tags';

/** What the story is about. Aliases and hashtags become the one name that the newsroom uses. */
export function TagsField({ session, editable }: { session: DraftSession; editable: boolean }) {
  const t = useStrings();
  const tags = useStore(session.store, (state) => state.fields.tags);
  const lang = useStore(session.store, (state) => state.story.lang);
  const newsroom = useStore(newsroomStore, (state) => state.newsroom);
  const vocabulary = useStore(newsroomStore, (state) => state.vocabulary);
  const [typed, setTyped] = useState('');

  function add(text: string): void {
    const now = session.store.get().fields.tags;
    const names = text
      .split(/[,،]/)
      .map((each) => canonicalTag(newsroom, lang, each))
      .filter((name) => name !== '');
    const fresh = [...new Set(names)].filter((name) => !now.includes(name));
    if (fresh.length > 0) session.setFields({ tags: [...now, ...fresh] });
    setTyped('');
  }

  return (
    <div className="group" data-field="tags">
      <TagGroup className="tags" onRemove={(keys) => session.setFields({ tags: tags.filter((tag) => !keys.has(tag)) })}>
        <Label className="legend">{t.draft.tags}</Label>
        <TagList
          className="tag-list"
          items={tags.map((id) => ({ id }))}
          renderEmptyState={() => <span className="muted">{t.draft.noTags}</span>}
        >
          {({ id }) => (
            <Tag id={id} textValue={id} className="tag">
              <bdi>{id}</bdi>
              {editable ? (
                <Button slot="remove" className="tag-remove" aria-label={`${t.common.remove} ${id}`}>
                  <Icon name="close" />
                </Button>
              ) : null}
            </Tag>
          )}
        </TagList>
      </TagGroup>
      <ComboBox
        className="field"
        aria-label={t.draft.addTag}
        inputValue={typed}
        onInputChange={(text) => (/[,،]/.test(text) ? add(text) : setTyped(text))}
        value={null}
        onChange={(chosen) => (chosen === null ? undefined : add(String(chosen)))}
        items={tagChoices(newsroom, vocabulary, lang, typed, tags).map((choice) => ({ ...choice, id: choice.name }))}
        allowsCustomValue
        isDisabled={!editable}
      >
        <div className="combo">
          <Input
            placeholder={t.draft.tagHint}
            data-testid="add-tag"
            spellCheck={false}
            dir={typed === '' ? undefined : 'auto'}
            onKeyDownCapture={(event) => {
              if (event.nativeEvent.isComposing) return;
              const chosen = event.currentTarget.getAttribute('aria-activedescendant');
              if (event.key === 'Enter' && typed.trim() !== '' && !chosen) {
                event.preventDefault();
                event.stopPropagation();
                add(typed);
              } else if (event.key === 'Backspace' && typed === '' && tags.length > 0) {
                session.setFields({ tags: tags.slice(0, -1) });
              }
            }}
          />
          <Button className="combo-button">
            <Icon name="down" />
          </Button>
        </div>
        <Popover className="popover">
          <ListBox className="listbox">
            {(choice: TagChoice) => (
              <ListBoxItem id={choice.name} textValue={choice.name} className="option option-row">
                <bdi className="option-name">{choice.name}</bdi>
                {choice.alias ? <span className="muted">{t.draft.aliasOf(choice.alias)}</span> : null}
                <span className="muted">{t.draft.used(choice.count)}</span>
              </ListBoxItem>
            )}
          </ListBox>
        </Popover>
      </ComboBox>
    </div>
  );
}
