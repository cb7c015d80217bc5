// Quotation marks by language, after CLDR 46 (`quotationStart`, `quotationEnd` and their alternates).

/** Marks around quoted words and around a quotation inside one, and the apostrophe; blanks that belong to a mark are part of it. */
export interface QuotationMarks {
  open: string;
  close: string;
  innerOpen: string;
  innerClose: string;
  apostrophe: string;
}

const NBSP = '\u00A0';
const marks = (open: string, close: string, innerOpen: string, innerClose: string): QuotationMarks => ({
  open,
  close,
  innerOpen,
  innerClose,
  apostrophe: '’',
});

const ENGLISH = marks('“', '”', '‘', '’');
const LOW = marks('„', '“', '‚', '‘');
const ANGLED = marks('«', '»', '“', '”');

const BY_LANGUAGE: Record<string, QuotationMarks> = {
  ar: marks('«', '»', '“', '”'),
  bg: LOW,
  ca: ANGLED,
  cs: LOW,
  da: ENGLISH,
  de: LOW,
  'de-CH': marks('«', '»', '‹', '›'),
  el: ANGLED,
  en: ENGLISH,
  es: ANGLED,
  et: marks('„', '“', '«', '»'),
  fa: marks('«', '»', '‹', '›'),
  fi: marks('”', '”', '’', '’'),
  fr: marks(`«${NBSP}`, `${NBSP}»`, '“', '”'),
  'fr-CH': marks('«', '»', '‹', '›'),
  he: marks('”', '”', '’', '’'),
  hr: marks('„', '“', '‚', '‘'),
  hu: marks('„', '”', '»', '«'),
  it: marks('«', '»', '“', '”'),
  lt: marks('„', '“', '„', '“'),
  nb: marks('«', '»', '‘', '’'),
  nl: marks('“', '”', '‘', '’'),
  nn: marks('«', '»', '‘', '’'),
  no: marks('«', '»', '‘', '’'),
  pl: marks('„', '”', '«', '»'),
  pt: ENGLISH,
  'pt-PT': ANGLED,
  ro: marks('„', '”', '«', '»'),
  ru: marks('«', '»', '„', '“'),
  sk: LOW,
  sl: LOW,
  sr: marks('„', '“', '‘', '‘'),
  sv: marks('”', '”', '’', '’'),
  uk: marks('«', '»', '„', '“'),
};

/** The marks of a language by its BCP 47 tag; English ones where it is not known. */
export function quotationMarks(lang: string): QuotationMarks {
  const [primary = ''] = lang.split('-');
  return BY_LANGUAGE[lang] ?? BY_LANGUAGE[primary.toLowerCase()] ?? ENGLISH;
}

/** Languages that join words such as "and" to the next one, so that a quotation may open right behind a letter. */
export function joinsPrefixes(lang: string): boolean {
  return ['ar', 'he'].includes(lang.split('-')[0] ?? '');
}
