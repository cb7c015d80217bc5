// The bridge in use.

import type { Bridge } from './bridge';
import { tauriBridge } from './tauri';

export * from './bridge';
export type * from './wire';
export type { Event as WireEvent } from './wire';

let chosen: Bridge = tauriBridge;

/** The bridge in use. */
export function bridge(): Bridge {
  return chosen;
}

/** Puts in another bridge, before the window is drawn. */
export function chooseBridge(other: Bridge): void {
  chosen = other;
}
