// Tags as they are typed: hashtags, aliases and names become the one name that the newsroom uses.

import type { NewsroomView, Vocabulary } from '../bridge';
import { fold } from './fuzzy';

/** `#First_Last` as it is meant: `First Last`. */
export function tagFromTyping(typed: string): string {
  return typed.trim().replace(/^#/, '').replace(/_/g, ' ').replace(/\s+/g, ' ').trim();
}

/** The name the newsroom uses for what was typed: an alias or the name in another language leads to it. */
export function canonicalTag(newsroom: NewsroomView | null, lang: string, typed: string): string {
  const name = tagFromTyping(typed);
  const wanted = fold(name);
  const known = newsroom?.tags.find((tag) => [tag.slug, ...Object.values(tag.name), ...tag.aliases].some((each) => fold(each) === wanted));
  return known ? (known.name[lang] ?? Object.values(known.name)[0] ?? name) : name;
}

export interface TagChoice {
  name: string;
  /** The alias that was recognised, empty where the name itself was. */
  alias: string;
  count: number;
}

/** Tags that begin with, or hold, what was typed; those in use most come first. */
export function tagChoices(
  newsroom: NewsroomView | null,
  vocabulary: Vocabulary,
  lang: string,
  typed: string,
  taken: string[],
): TagChoice[] {
  const wanted = fold(tagFromTyping(typed));
  const counts = new Map(vocabulary.tags.map((tag) => [tag.name, tag.count]));
  const choices = new Map<string, TagChoice>();
  for (const tag of newsroom?.tags ?? []) {
    const name = tag.name[lang] ?? Object.values(tag.name)[0];
    if (!name) continue;
    const alias = fold(name).includes(wanted) ? '' : tag.aliases.find((each) => fold(each).includes(wanted));
    if (alias !== undefined) choices.set(name, { name, alias, count: counts.get(name) ?? 0 });
  }
  for (const { name, count } of vocabulary.tags) {
    if (fold(name).includes(wanted) && !choices.has(name)) choices.set(name, { name, alias: '', count });
  }
  const first = (choice: TagChoice) => (fold(choice.name).startsWith(wanted) ? 0 : 1);
  return [...choices.values()]
    .filter((choice) => !taken.includes(choice.name))
    .sort((a, b) => first(a) - first(b) || b.count - a.count || a.name.localeCompare(b.name))
    .slice(0, 50);
}
