// The words of the interface, in the language that was chosen.

import { settings, type InterfaceLanguage } from '../state/settings';
import { ar } from './ar';
import { en, type Strings } from './en';

export type { Strings } from './en';

const CATALOGUES: Record<InterfaceLanguage, Strings> = { en, ar };

/** The catalogue in use. */
export function strings(): Strings {
  return CATALOGUES[settings.get().language];
}

/** A language's own name, such as العربية; the tag itself where nobody knows it. */
export function languageName(tag: string, inLanguage = tag): string {
  try {
    return new Intl.DisplayNames([inLanguage], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** A time of day, or a date where it is not of today. */
export function shortTime(rfc3339: string, now = new Date()): string {
  const at = new Date(rfc3339);
  if (rfc3339 === '' || Number.isNaN(at.getTime())) return '';
  const { language } = settings.get();
  if (at.toDateString() === now.toDateString()) return at.toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit' });
  const year = at.getFullYear() === now.getFullYear() ? undefined : 'numeric';
  return at.toLocaleDateString(language, { day: 'numeric', month: 'short', year });
}

/** Date and time in full. */
export function longTime(rfc3339: string): string {
  const at = new Date(rfc3339);
  return Number.isNaN(at.getTime()) ? rfc3339 : at.toLocaleString(settings.get().language, { dateStyle: 'medium', timeStyle: 'medium' });
}
