// The smallest store that React's `useSyncExternalStore` can watch. Knows nothing of React.

export class Store<T extends object> {
  private listeners = new Set<() => void>();

  constructor(private state: T) {}

  /** The state as it is. The same object until something changes. */
  get = (): T => this.state;

  /** Changes some of the state; listeners hear only where something is different. */
  set = (change: Partial<T> | ((state: T) => Partial<T>)): void => {
    const part = typeof change === 'function' ? change(this.state) : change;
    const different = (Object.keys(part) as (keyof T)[]).some((key) => !Object.is(part[key], this.state[key]));
    if (!different) return;
    this.state = { ...this.state, ...part };
    for (const listener of [...this.listeners]) listener();
  };

  /** Calls `listener` after each change, until the answer is called. */
  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
}
