// Work that is wanted again and again, of which only the last result counts.

/** Runs a task never twice at a time: asked for while it runs, it runs once more afterwards, however often it was asked. */
export class Latest {
  private running = false;
  private wanted = false;
  private stopped = false;

  /** `task` must not reject. */
  constructor(private task: () => Promise<void>) {}

  async run(): Promise<void> {
    this.wanted = true;
    if (this.running) return;
    this.running = true;
    while (this.wanted && !this.stopped) {
      this.wanted = false;
      await this.task();
    }
    this.running = false;
  }

  /** Forgets what was asked for while it runs. */
  forget(): void {
    this.wanted = false;
  }

  /** Ends it for good. */
  stop(): void {
    this.stopped = true;
  }
}
