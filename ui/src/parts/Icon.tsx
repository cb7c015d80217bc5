// Line icons on a 16-pixel grid. They decorate: whatever they stand in has a name of its own.

const PATHS = {
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10Zm3.6-1.4L14 14',
  plus: 'M8 3v10M3 8h10',
  close: 'M4 4l8 8M12 4l-8 8',
  down: 'M4 6l4 4 4-4',
  up: 'M4 10l4-4 4 4',
  right: 'M6 4l4 4-4 4',
  check: 'M3 8.5 6.5 12 13 4.5',
  export: 'M8 10V2M5 5l3-3 3 3M3 9v4h10V9',
  list: 'M2 3.5h4v9H2zM8 4h6M8 8h6M8 12h4',
  preview: 'M2 3h12v10H2zM9 3v10',
  panel: 'M2 3h12v10H2zM2 9h12',
  bold: 'M4.5 3h4a2.5 2.5 0 0 1 0 5h-4zM4.5 8h4.7a2.5 2.5 0 0 1 0 5H4.5z',
  italic: 'M7 3h5M4 13h5M9.5 3l-3 10',
  link: 'M7 9.5a2.5 2.5 0 0 0 3.6 0l2-2A2.5 2.5 0 0 0 9 4l-1 1M9 6.5a2.5 2.5 0 0 0-3.6 0l-2 2A2.5 2.5 0 0 0 7 12l1-1',
  heading: 'M4 3v10M12 3v10M4 8h8',
  bulleted: 'M3 4h.01M3 8h.01M3 12h.01M6 4h7M6 8h7M6 12h7',
  numbered: 'M2.5 3h1v3M2.5 10h1.5l-1.5 2.5H4M7 4h6M7 8h6M7 12h6',
  quote: 'M3 4v8M6 5h7M6 8h7M6 11h4',
  pullQuote: 'M3 8h3V5H3.5M3 8c0 2 .8 3 2 3.5M9 8h3V5H9.500M9 8c0 2 .8 3 2 3.500',
  picture: 'M2 3h12v10H2zM2 11l3.500-3.500L9 11l2-2 3 2.500M10.500 6h.01',
  footnote: 'M3 4h6M6 4v8M11 4l1.500-1v4',
  warn: 'M8 2.500 14.500 13.500h-13zM8 6.500v3.500M8 12h.01',
  block: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 5v4M8 11h.01',
  sun: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM8 1.500v1M8 13.500v1M1.500 8h1M13.500 8h1M3.400 3.400l.7.7M11.900 11.900l.7.7M3.400 12.600l.7-.7M11.900 4.100l.7-.7',
  moon: 'M13 9.500A5.500 5.500 0 0 1 6.500 3 5.500 5.500 0 1 0 13 9.500Z',
  screen: 'M2 3h12v8H2zM6 14h4M8 11v3',
  folder: 'M2 4h4l1.500 1.500H14V13H2z',
  history: 'M2.500 8A5.500 5.500 0 1 0 4.300 4M2.500 2.500V5H5M8 5v3l2 1.500',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className={`icon icon-${name}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
