import { useCallback, useEffect } from 'react';
import { Button, Input, SearchField } from 'react-aria-components';
import { FaultNote } from '../../parts/FaultNote';
import { Icon } from '../../parts/Icon';
import { useStore } from '../../parts/use_store';
import { useStrings } from '../../parts/use_strings';
import { VirtualList } from '../../parts/VirtualList';
import { action } from '../../state/actions';
import { desk, openDraft } from '../../state/desk';
import { ALL, HITS, need, placeOf, refetch, rowAt, setFilter, stories } from '../../state/stories';
import { Filters } from './Filters';
import { StoryCard } from './StoryCard';

/** Heights of a row in pixels at the ordinary text size. */
const ROW = 76;
const HIT = 96;

/** Every story of the newsroom, searched and filtered. */
export function StoryList() {
  const t = useStrings();
  const state = useStore(stories);
  const open = useStore(desk, (each) => each.opening || (each.draft?.story.edition ?? 0));
  useEffect(() => void refetch(), []);
  const show = useCallback((first: number, last: number) => need(first, last), []);
  const filtered = state.filter.text !== '' || state.filter.lang !== '' || state.filter.section !== '' || state.filter.state !== '';
  const count = state.hits ? (state.total >= HITS ? t.list.firstHits(HITS) : t.list.hits(state.total)) : t.list.count(state.total);

  return (
    <>
      <div className="list-head">
        <SearchField
          className="search"
          aria-label={t.list.search}
          value={state.filter.text}
          onChange={(text) => setFilter({ text })}
          onKeyDown={(event) => {
            const first = rowAt(state, 0);
            if (event.key === 'Enter' && state.filter.text !== '' && first) void openDraft(first.edition, 'body');
            if (event.key !== 'ArrowDown') return;
            event.preventDefault();
            document.querySelector<HTMLElement>('[data-testid="story-list"]')?.focus();
          }}
        >
          <Icon name="search" />
          <Input
            className="search-input"
            data-testid="search"
            data-pane-focus
            placeholder={t.list.searchHint}
            title={t.list.syntax}
            spellCheck={false}
            dir={state.filter.text === '' ? undefined : 'auto'}
          />
          {state.filter.text === '' ? null : (
            <Button className="combo-button" aria-label={t.common.clear}>
              <Icon name="close" />
            </Button>
          )}
        </SearchField>
        <p className="search-syntax" dir="auto">
          {t.list.syntax}
        </p>
        <Filters />
        <p className="list-count muted" role="status">
          {state.loading && state.total === 0 ? t.common.loading : count}
        </p>
      </div>
      {state.fault ? (
        <FaultNote fault={state.fault}>
          <Button className="button" onPress={() => void refetch()}>
            {t.common.retry}
          </Button>
        </FaultNote>
      ) : null}
      {state.total === 0 && !state.loading && !state.fault ? (
        <div className="empty">
          <h2>{filtered ? t.list.nothingTitle : t.list.emptyTitle}</h2>
          <p className="muted">{filtered ? t.list.nothingText : t.list.emptyText}</p>
          {state.filter.text !== '' ? (
            <p className="muted syntax" dir="ltr">
              {t.list.syntax}
            </p>
          ) : null}
          {filtered ? (
            <Button className="button" onPress={() => setFilter(ALL)}>
              {t.list.clearFilters}
            </Button>
          ) : (
            <div className="row centre">
              <Button className="button primary" onPress={() => action('new-story').run()}>
                {t.actions.newStory}
              </Button>
              <Button className="button" onPress={() => action('import').run()}>
                {t.actions.import}
              </Button>
            </div>
          )}
        </div>
      ) : null}
      <VirtualList
        label={t.list.pane}
        testId="story-list"
        count={state.total}
        rowHeight={state.hits ? HIT : ROW}
        current={placeOf(state, open)}
        onShow={show}
        onChoose={(index, goOn) => {
          const row = rowAt(state, index);
          if (row) void openDraft(row.edition, goOn ? 'body' : '');
        }}
        row={(index) => <StoryCard row={rowAt(state, index)} hit={state.hits?.[index]} />}
      />
    </>
  );
}
