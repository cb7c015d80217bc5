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

/** A size as people say it: 340 kB, 12 MB, 1.4 GB. */
export function sizeWords(bytes: number): string {
  const unit = bytes >= 1e9 ? 'gigabyte' : bytes >= 1e6 ? 'megabyte' : 'kilobyte';
  const amount = bytes / { gigabyte: 1e9, megabyte: 1e6, kilobyte: 1e3 }[unit];
  const digits = amount < 10 && unit !== 'kilobyte' ? 1 : 0;
  return new Intl.NumberFormat(settings.get().language, { style: 'unit', unit, maximumFractionDigits: digits }).format(amount);
}

/** A day in words: today, yesterday, or its date. */
export function dayName(rfc3339: string, now = new Date()): string {
  const at = new Date(rfc3339);
  if (Number.isNaN(at.getTime())) return rfc3339;
  const { language } = settings.get();
  const start = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  const days = Math.round((start(at) - start(now)) / 86_400_000);
  if (days === 0 || days === -1) {
    const word = new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(days, 'day');
    return word.charAt(0).toLocaleUpperCase(language) + word.slice(1);
  }
  const year = at.getFullYear() === now.getFullYear() ? undefined : 'numeric';
  return at.toLocaleDateString(language, { weekday: 'long', day: 'numeric', month: 'long', year });
}

/** A time of day. */
export function timeOfDay(rfc3339: string): string {
  const at = new Date(rfc3339);
  if (Number.isNaN(at.getTime())) return rfc3339;
  return at.toLocaleTimeString(settings.get().language, { hour: '2-digit', minute: '2-digit' });
}

/** A number with its sign, whichever it is. */
export function signed(count: number): string {
  return new Intl.NumberFormat(settings.get().language, { signDisplay: 'exceptZero' }).format(count);
}
