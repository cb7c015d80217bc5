// The editor's own words, by their English form.

import type { EditorPhrase } from '../editor';
import type { InterfaceLanguage } from '../state/settings';

const AR: Partial<Record<EditorPhrase, string>> = {
  Find: 'بحث',
  Replace: 'استبدال',
  next: 'التالي',
  previous: 'السابق',
  all: 'الكل',
  'match case': 'مطابقة حالة الأحرف',
  'by word': 'كلمات كاملة',
  regexp: 'تعبير نمطي',
  replace: 'استبدل',
  'replace all': 'استبدل الكل',
  close: 'إغلاق',
  'current match': 'المطابقة الحالية',
  'on line': 'في السطر',
  'replaced match on line $': 'استُبدلت المطابقة في السطر $',
  'replaced $ matches': 'استُبدلت $ مطابقات',
  Diagnostics: 'الملاحظات',
  'No diagnostics': 'لا ملاحظات',
  'Control character': 'محرف تحكم',
  'Selection deleted': 'حُذف التحديد',
  Completions: 'إكمالات',
  'Write the story…': 'اكتب المادة…',
  'Pull quote': 'اقتباس بارز',
  Gallery: 'معرض صور',
  Correction: 'تصويب',
  Note: 'ملاحظة',
  Picture: 'صورة',
  'Must be fixed': 'يجب إصلاحه',
  'Worth a look': 'يستحق نظرة',
  Heading: 'عنوان',
  'Smaller heading': 'عنوان أصغر',
  Quotation: 'اقتباس',
  'Bulleted list': 'قائمة نقطية',
  'Numbered list': 'قائمة مرقمة',
  Table: 'جدول',
  Footnote: 'حاشية',
  Column: 'عمود',
  'Speaker, role': 'القائل، صفته',
  'Title of the gallery': 'عنوان المعرض',
};

/** What the editor says in a language; English needs no words. */
export function editorPhrases(language: InterfaceLanguage): Record<string, string> {
  return language === 'ar' ? (AR as Record<string, string>) : {};
}
