// One act under way: what it threw, and whether another may begin. Each form and each line has its own.

export class Act {
  busy = $state(false);
  thrown = $state.raw<unknown>(null);

  /** Runs once at a time; answers whether it went through. */
  async run(act: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.thrown = null;
    try {
      await act();
      return true;
    } catch (thrown) {
      this.thrown = thrown;
      return false;
    } finally {
      this.busy = false;
    }
  }
}
