// The story list: what is asked for, and the rows that have come. Rows come in pages as they scroll into view, so that
// a hundred thousand stories cost no more than a hundred.

import { asFault, bridge, type Fault, type SearchHit, type StoryRow } from '../bridge';
import { Store } from './store';

/** Rows asked for at once. */
export const PAGE = 100;
/** Most hits that a search shows. */
export const HITS = 100;

export interface Filter {
  text: string;
  lang: string;
  section: string;
  state: string;
  kind: 'story' | 'page';
}

export interface StoriesState {
  filter: Filter;
  /** Rows by page number; a page that is missing has not come yet. */
  pages: Record<number, StoryRow[]>;
  /** Hits of a search, null where the list is not a search. */
  hits: SearchHit[] | null;
  total: number;
  loading: boolean;
  fault: Fault | null;
}

export const ALL: Filter = { text: '', lang: '', section: '', state: '', kind: 'story' };

export const stories = new Store<StoriesState>({ filter: ALL, pages: {}, hits: null, total: 0, loading: true, fault: null });

let generation = 0;
let asked = new Set<number>();
let shown = { first: 0, last: 0 };
let typing: ReturnType<typeof setTimeout> | undefined;

/** Changes what is asked for. Typing in the search box rests for a moment first. */
export function setFilter(change: Partial<Filter>): void {
  const before = stories.get().filter;
  stories.set({ filter: { ...before, ...change } });
  clearTimeout(typing);
  if (change.text !== undefined && change.text !== before.text) typing = setTimeout(() => void refetch(), 120);
  else void refetch();
}

/** The row at a place in the list, where it has come. */
export function rowAt(state: StoriesState, index: number): StoryRow | undefined {
  return state.hits ? state.hits[index]?.story : state.pages[Math.floor(index / PAGE)]?.[index % PAGE];
}

/** Place of an edition among the rows that have come, or -1. */
export function placeOf(state: StoriesState, edition: number): number {
  if (state.hits) return state.hits.findIndex((hit) => hit.story.edition === edition);
  for (const [page, rows] of Object.entries(state.pages)) {
    const at = rows.findIndex((row) => row.edition === edition);
    if (at >= 0) return Number(page) * PAGE + at;
  }
  return -1;
}

/** Fetches the pages that the rows from `first` to `last` lie on. */
export function need(first: number, last: number): void {
  shown = { first, last };
  if (stories.get().hits) return;
  for (let page = Math.floor(first / PAGE); page <= Math.floor(Math.max(first, last) / PAGE); page += 1) {
    if (!asked.has(page)) void fetchPage(page, generation);
  }
}

/** Asks again for what is on screen, for something changed. Old rows stay until the new ones are here. */
export async function refetch(): Promise<void> {
  generation += 1;
  asked = new Set();
  const mine = generation;
  const { filter } = stories.get();
  stories.set({ loading: true });
  if (filter.text.trim() === '') {
    const first = Math.floor(shown.first / PAGE);
    await fetchPage(first, mine, true);
    if (mine === generation) need(shown.first, shown.last);
    return;
  }
  try {
    const { hits } = await bridge().call('search', { query: searchText(filter), limit: HITS });
    if (mine === generation) stories.set({ hits, pages: {}, total: hits.length, loading: false, fault: null });
  } catch (thrown) {
    if (mine === generation) stories.set({ loading: false, fault: asFault(thrown) });
  }
}

/** Puts a row that is known to have changed in its place, without waiting for the list. */
export function patchRow(row: StoryRow): void {
  const state = stories.get();
  const at = placeOf(state, row.edition);
  if (at < 0) return;
  if (state.hits) stories.set({ hits: state.hits.map((hit, index) => (index === at ? { ...hit, story: row } : hit)) });
  else {
    const page = Math.floor(at / PAGE);
    stories.set({ pages: { ...state.pages, [page]: (state.pages[page] ?? []).map((old) => (old.edition === row.edition ? row : old)) } });
  }
}

/** A search in the query's own words: the filters beside the box are a part of it. */
export function searchText({ text, lang, section, state }: Filter): string {
  const parts = [text.trim()];
  if (lang) parts.push(`lang:${lang}`);
  if (section) parts.push(`section:${section}`);
  if (state) parts.push(`state:${state}`);
  return parts.join(' ');
}

async function fetchPage(page: number, mine: number, fresh = false): Promise<void> {
  asked.add(page);
  const { lang, section, state, kind } = stories.get().filter;
  try {
    const answer = await bridge().call('list_stories', { lang, section, state, tag: '', kind, limit: PAGE, offset: page * PAGE });
    if (mine !== generation) return;
    if (page > 0 && answer.stories.length === 0 && answer.total <= page * PAGE) {
      // The list became shorter than the place where one looked.
      shown = { first: 0, last: 0 };
    }
    const pages = fresh ? {} : stories.get().pages;
    stories.set({ pages: { ...pages, [page]: answer.stories }, hits: null, total: answer.total, loading: false, fault: null });
  } catch (thrown) {
    asked.delete(page);
    if (mine === generation) stories.set({ loading: false, fault: asFault(thrown) });
  }
}
