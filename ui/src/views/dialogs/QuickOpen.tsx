import { useEffect, useMemo, useState } from 'react';
import { bridge, type StoryRow } from '../../bridge';
import { Chooser } from '../../parts/Chooser';
import { useStrings } from '../../parts/use_strings';
import { closeDialog, openDraft } from '../../state/desk';
import { fuzzyScore } from '../../state/fuzzy';

/** Headlines kept at hand for finding by a few letters; the full-text search finds the others. */
const AT_HAND = 1000;
const SHOWN = 30;

/** Goes to a story by a few letters of its headline or slug. */
export function QuickOpen() {
  const t = useStrings();
  const [text, setText] = useState('');
  const [rows, setRows] = useState<StoryRow[]>([]);
  const [found, setFound] = useState<StoryRow[]>([]);

  useEffect(() => {
    bridge()
      .call('list_stories', { lang: '', section: '', state: '', tag: '', kind: 'story', limit: AT_HAND, offset: 0 })
      .then(({ stories }) => setRows(stories))
      .catch(() => {});
  }, []);

  useEffect(() => {
    const query = text.trim();
    if (query.length < 2) return setFound([]);
    let current = true;
    const timer = setTimeout(() => {
      bridge()
        .call('search', { query, limit: SHOWN })
        .then(({ hits }) => (current ? setFound(hits.map((hit) => hit.story)) : undefined))
        .catch(() => {});
    }, 120);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [text]);

  const shown = useMemo(() => {
    const scored = rows
      .map((row) => ({ row, score: Math.max(fuzzyScore(text, row.title), fuzzyScore(text, row.slug.replace(/-/g, ' ')) - 1) }))
      .filter(({ score }) => score > 0);
    if (text.trim() !== '') scored.sort((a, b) => b.score - a.score);
    const near = scored.slice(0, SHOWN).map(({ row }) => row);
    const known = new Set(near.map((row) => row.edition));
    return [...near, ...found.filter((row) => !known.has(row.edition))].slice(0, SHOWN);
  }, [rows, found, text]);

  return (
    <Chooser
      title={t.quickOpen.title}
      hint={t.quickOpen.hint}
      nothing={t.quickOpen.nothing}
      testId="quick-open"
      items={shown.map((row) => ({
        id: String(row.edition),
        content: (
          <>
            <span className={`dot state-${row.state || 'draft'}`} />
            <bdi className="menu-title" lang={row.lang}>
              {row.title || t.list.untitled}
            </bdi>
            <span className="muted path">
              {row.lang} · <bdi>{row.slug}</bdi>
            </span>
          </>
        ),
      }))}
      text={text}
      onText={setText}
      onClose={closeDialog}
      onChoose={(id) => {
        closeDialog();
        setTimeout(() => void openDraft(Number(id), 'body'), 0);
      }}
    />
  );
}
