import { Picker } from '../../parts/Picker';
import { useStore } from '../../parts/use_store';
import { useStrings } from '../../parts/use_strings';
import { newsroomStore, sectionName } from '../../state/newsroom';
import { settings } from '../../state/settings';
import { setFilter, stories } from '../../state/stories';

/** The pickers that narrow the list. */
export function Filters() {
  const t = useStrings();
  const filter = useStore(stories, (state) => state.filter);
  const newsroom = useStore(newsroomStore, (state) => state.newsroom);
  const language = useStore(settings, (state) => state.language);
  if (!newsroom) return null;
  return (
    <div className="filters">
      <Picker
        quiet
        label={t.list.section}
        value={filter.section}
        onChange={(section) => setFilter({ section })}
        choices={[
          { id: '', label: t.list.anySection },
          ...newsroom.sections.map(({ path, depth }) => ({ id: path, label: sectionName(newsroom, path, language), depth })),
        ]}
      />
      <Picker
        quiet
        label={t.list.state}
        value={filter.state}
        onChange={(state) => setFilter({ state })}
        choices={[
          { id: '', label: t.list.anyState },
          ...Object.entries(t.states).map(([id, label]) => ({ id, label, dot: `state-${id}` })),
        ]}
      />
      {newsroom.editions.length > 1 ? (
        <Picker
          quiet
          label={t.list.edition}
          value={filter.lang}
          onChange={(lang) => setFilter({ lang })}
          choices={[
            { id: '', label: t.list.anyLanguage },
            ...newsroom.editions.map(({ lang, label }) => ({ id: lang, label: label || lang })),
          ]}
        />
      ) : null}
      <Picker
        quiet
        label={t.list.kind}
        value={filter.kind}
        onChange={(kind) => setFilter({ kind: kind === 'page' ? 'page' : 'story' })}
        choices={[
          { id: 'story', label: t.list.stories },
          { id: 'page', label: t.list.pages },
        ]}
      />
    </div>
  );
}
