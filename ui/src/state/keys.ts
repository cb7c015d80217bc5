// Key bindings as text, such as `Mod+Shift+P`: Mod is ⌘ on macOS and Ctrl elsewhere.

const MAC = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform || navigator.userAgent);

/** The physical key of each sign that bindings use, for layouts whose letters are not Latin. */
const CODES: Record<string, string> = {
  ',': 'Comma',
  '.': 'Period',
  '/': 'Slash',
  '\\': 'Backslash',
  '=': 'Equal',
  '-': 'Minus',
  ';': 'Semicolon',
  "'": 'Quote',
  '[': 'BracketLeft',
  ']': 'BracketRight',
  '`': 'Backquote',
};

interface Binding {
  mod: boolean;
  shift: boolean;
  alt: boolean;
  key: string;
}

export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey' | 'isComposing'> & {
  getModifierState?(key: string): boolean;
};

function parse(binding: string): Binding {
  const parts = binding.split('+');
  return { mod: parts.includes('Mod'), shift: parts.includes('Shift'), alt: parts.includes('Alt'), key: parts.at(-1) ?? '' };
}

/**
 * Whether a key press is a binding. The letter that the layout gives decides where it is Latin (so that Dvorak and
 * AZERTY work); where it is not, or where Shift or Alt made another sign of it, the place of the key decides.
 */
export function matches(binding: string, press: KeyPress, mac = MAC): boolean {
  if (press.isComposing || press.getModifierState?.('AltGraph')) return false;
  const wanted = parse(binding);
  const mod = mac ? press.metaKey : press.ctrlKey;
  const other = mac ? press.ctrlKey : press.metaKey;
  if (mod !== wanted.mod || other || press.shiftKey !== wanted.shift || press.altKey !== wanted.alt) return false;
  if (wanted.key.length > 1) return press.key === wanted.key;
  if (press.key.toLowerCase() === wanted.key.toLowerCase()) return true;
  if (/^[a-z]$/i.test(wanted.key)) return !/^[a-z]$/i.test(press.key) && press.code === `Key${wanted.key.toUpperCase()}`;
  if (/^\d$/.test(wanted.key)) return press.code === `Digit${wanted.key}`;
  return !/^[a-z\d]$/i.test(press.key) && press.code === CODES[wanted.key];
}

/** The binding that a key press makes; empty where it is only modifiers, or would keep a letter from being typed. */
export function bindingOf(press: KeyPress, mac = MAC): string {
  if (press.isComposing || ['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'Dead'].includes(press.key)) return '';
  const code = /^(?:Key([A-Z])|Digit(\d))$/.exec(press.code);
  const sign = Object.entries(CODES).find(([, name]) => name === press.code)?.[0];
  const latin = /^[a-z]$/i.test(press.key) ? press.key.toUpperCase() : undefined;
  const key = latin ?? code?.[1] ?? code?.[2] ?? sign ?? (press.key.length > 1 ? press.key : '');
  const mod = mac ? press.metaKey : press.ctrlKey;
  if (key === '' || (!mod && !/^F\d+$/.test(key))) return '';
  return [mod ? 'Mod' : '', press.shiftKey ? 'Shift' : '', press.altKey ? 'Alt' : '', key].filter(Boolean).join('+');
}

const NAMES: Record<string, string> = { Enter: '↵', Escape: 'Esc', ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→' };

/** A binding as keycaps: `Ctrl`, `Shift`, `P`. */
export function keycaps(binding: string, mac = MAC): string[] {
  const signs: Record<string, string> = mac ? { Mod: '⌘', Shift: '⇧', Alt: '⌥' } : { Mod: 'Ctrl' };
  return binding.split('+').map((part) => signs[part] ?? NAMES[part] ?? (part.length === 1 ? part.toUpperCase() : part));
}

/** A binding in the form of `aria-keyshortcuts`. */
export function ariaKeys(binding: string | undefined, mac = MAC): string | undefined {
  return binding?.replace('Mod', mac ? 'Meta' : 'Control');
}
