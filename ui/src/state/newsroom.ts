// The newsroom that is open, and the words in use in it.

import { asFault, bridge, type Fault, type NewsroomView, type RecentNewsroom, type Vocabulary } from '../bridge';
import { say } from './notices';
import { setSettings, settings } from './settings';
import { Store } from './store';
import { strings } from '../strings';

export interface NewsroomState {
  /** `starting` until it is known whether a newsroom is open. */
  phase: 'starting' | 'closed' | 'opening' | 'open';
  newsroom: NewsroomView | null;
  recent: RecentNewsroom[];
  vocabulary: Vocabulary;
  /** Why the last one could not be opened. */
  fault: Fault | null;
  /** The folder of that one; empty where the last one was opened. */
  refused: string;
}

const EMPTY: Vocabulary = { tags: [], sources: [], pictures: [] };

export const newsroomStore = new Store<NewsroomState>({
  phase: 'starting',
  newsroom: null,
  recent: [],
  vocabulary: EMPTY,
  fault: null,
  refused: '',
});

/** Asks what is open already: the command line may have named a newsroom. */
export async function startNewsroom(): Promise<void> {
  try {
    const { open, refused, fault } = await bridge().call('newsroom', {});
    if (open) return opened(open);
    const { newsrooms } = await bridge().call('recent_newsrooms', {});
    newsroomStore.set({ phase: 'closed', recent: newsrooms, refused, fault });
  } catch (thrown) {
    newsroomStore.set({ phase: 'closed', fault: asFault(thrown) });
  }
}

export function openNewsroom(path: string): Promise<void> {
  return enter(bridge().call('open_newsroom', { path }), path);
}

/** Opens a newsroom again that was closed for a repair; what stands on screen stays. */
export async function reopenNewsroom(path: string): Promise<void> {
  if (newsroomStore.get().phase !== 'open') return openNewsroom(path);
  try {
    opened(await bridge().call('open_newsroom', { path }));
  } catch (thrown) {
    newsroomStore.set({ phase: 'closed', newsroom: null, fault: asFault(thrown), refused: path });
  }
}

export function createNewsroom(path: string, name: string, langs: string[]): Promise<void> {
  return enter(bridge().call('create_newsroom', { path, name, langs }));
}

/** Shows the welcome again, so that another newsroom can be chosen. */
export async function leaveNewsroom(): Promise<void> {
  newsroomStore.set({ phase: 'closed', newsroom: null, fault: null, refused: '' });
  const recent = await bridge()
    .call('recent_newsrooms', {})
    .catch(() => ({ newsrooms: [] }));
  newsroomStore.set({ recent: recent.newsrooms });
}

/** Fetches tags, sources and pictures in use again. */
export async function refreshVocabulary(): Promise<void> {
  const vocabulary = await bridge()
    .call('vocabulary', {})
    .catch(() => null);
  if (vocabulary) newsroomStore.set({ vocabulary });
}

/** Fetches the newsroom's settings again, and says what it has to say since. */
export async function refreshNewsroom(): Promise<void> {
  const answer = await bridge()
    .call('newsroom', {})
    .catch(() => null);
  const before = newsroomStore.get().newsroom;
  if (!answer?.open || before?.path !== answer.open.path) return;
  // Views that watch the newsroom are drawn again only where it is another.
  if (JSON.stringify(before) !== JSON.stringify(answer.open)) newsroomStore.set({ newsroom: answer.open });
  for (const notice of answer.open.notices.slice(before.notices.length)) say('info', notice);
}

/** Name of a section in a language, or the nearest thing to it. */
export function sectionName(newsroom: NewsroomView | null, path: string, lang: string): string {
  const section = newsroom?.sections.find((each) => each.path === path);
  return section?.name[lang] || section?.name[newsroom?.default_lang ?? ''] || Object.values(section?.name ?? {})[0] || path;
}

async function enter(asked: Promise<NewsroomView>, path = ''): Promise<void> {
  newsroomStore.set({ phase: 'opening', fault: null, refused: '' });
  try {
    opened(await asked);
  } catch (thrown) {
    newsroomStore.set({ phase: 'closed', fault: asFault(thrown), refused: path });
  }
}

function opened(newsroom: NewsroomView): void {
  newsroomStore.set({ phase: 'open', newsroom, fault: null, refused: '' });
  for (const notice of newsroom.notices) say('info', notice);
  warnOfPlace(newsroom);
  void refreshVocabulary();
}

/** Says that the folder is a bad place for a newsroom, until somebody has heard enough of it there. */
function warnOfPlace({ path, place }: NewsroomView): void {
  if (!place || settings.get().placesKnown.includes(path)) return;
  say('bad', place.message, {
    hint: place.hint,
    action: { label: strings().health.placeKnown, run: () => setSettings({ placesKnown: [...settings.get().placesKnown, path] }) },
  });
}
