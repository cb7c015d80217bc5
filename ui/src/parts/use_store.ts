import { useSyncExternalStore } from 'react';
import type { Store } from '../state/store';

/** Watches a store, or the part of it that `select` names. `select` must give the same value for the same state. */
export function useStore<T extends object>(store: Store<T>): T;
export function useStore<T extends object, U>(store: Store<T>, select: (state: T) => U): U;
export function useStore<T extends object, U>(store: Store<T>, select?: (state: T) => U): T | U {
  return useSyncExternalStore(store.subscribe, () => (select ? select(store.get()) : store.get()));
}
