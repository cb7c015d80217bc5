import type { Mark, SearchHit, StoryRow } from '../../bridge';
import { useStore } from '../../parts/use_store';
import { useStrings } from '../../parts/use_strings';
import { newsroomStore, sectionName } from '../../state/newsroom';
import { settings } from '../../state/settings';
import { longTime, shortTime } from '../../strings';

/** One story in the list. A row that has not come yet is drawn as a grey shape. */
export function StoryCard({ row, hit }: { row: StoryRow | undefined; hit?: SearchHit }) {
  const t = useStrings();
  const newsroom = useStore(newsroomStore, (state) => state.newsroom);
  const language = useStore(settings, (state) => state.language);
  if (!row) return <div className="story story-coming" aria-label={t.common.loading} />;
  // A story goes by its own date; one that has none yet, by when it last changed.
  const time = row.date || row.updated;
  return (
    <div className="story" data-testid="story-row" data-edition={row.edition}>
      <p className={`story-title ${row.title ? '' : 'untitled'}`} lang={row.lang} dir="auto">
        {row.title || t.list.untitled}
      </p>
      {hit ? (
        <p className="story-snippet" lang={row.lang} dir="auto">
          <Marked text={hit.snippet} marks={hit.marks} />
        </p>
      ) : null}
      <p className="story-meta">
        {row.fault ? (
          <span className="state state-fault" title={row.fault}>
            <span className="dot state-spiked" />
            {t.list.unreadable}
          </span>
        ) : (
          <span className="state">
            <span className={`dot state-${row.state || 'draft'}`} />
            {t.states[row.state || 'draft'] ?? row.state}
          </span>
        )}
        {row.conflict ? (
          <span className="conflict-badge" title={t.conflicts.badgeHelp}>
            {t.conflicts.badge}
          </span>
        ) : null}
        {row.section ? <bdi className="story-section">{sectionName(newsroom, row.section, language)}</bdi> : null}
        {row.source ? <bdi className="story-source">{row.source}</bdi> : null}
        <span className="story-end">
          {(newsroom?.editions.length ?? 0) > 1 ? <span className="lang-badge">{row.lang}</span> : null}
          {time ? (
            <time dateTime={time} title={longTime(time)}>
              {shortTime(time)}
            </time>
          ) : null}
        </span>
      </p>
    </div>
  );
}

/** A text with ranges of it marked. */
export function Marked({ text, marks }: { text: string; marks: Mark[] }) {
  const parts = [];
  let at = 0;
  for (const { from, to } of marks) {
    if (from < at) continue;
    parts.push(text.slice(at, from), <mark key={from}>{text.slice(from, to)}</mark>);
    at = to;
  }
  parts.push(text.slice(at));
  return <>{parts}</>;
}
