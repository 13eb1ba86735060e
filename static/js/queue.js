// Rows that wait to be sent: one at a time, in the order they were left, until each has its answer.
const PAUSES = [1, 2, 4, 8, 15, 30];

export class Queue {
  /**
   * `send(code, extra)` resolves to "done", "away" (try again by itself), or another word (stop until `resume`).
   * `changed(queue)` is called whenever something is added, answered or stopped.
   */
  constructor(send, changed) {
    Object.assign(this, { send, changed, jobs: new Map(), current: null, trouble: "", failures: 0, timer: 0 });
    window.addEventListener("online", () => this.resume());
  }

  get size() {
    return this.jobs.size + (this.current ? 1 : 0);
  }

  add(code, extra = {}) {
    this.jobs.set(code, { ...this.jobs.get(code), ...extra });
    this.changed(this);
    this.run();
  }

  has(code) {
    return this.jobs.has(code) || this.current?.code === code;
  }

  resume() {
    if (this.trouble && !this.current) {
      this.trouble = "";
      this.run();
    }
  }

  async run() {
    if (this.current || this.trouble) return;
    while (this.jobs.size && !this.trouble) {
      const [code, extra] = this.jobs.entries().next().value;
      this.jobs.delete(code);
      this.current = { code, extra };
      const outcome = await this.send(code, extra);
      this.current = null;
      if (outcome === "done") this.failures = 0;
      else this.putBack(code, extra, outcome);
      this.changed(this);
    }
  }

  putBack(code, extra, outcome) {
    const again = { ...extra, ...this.jobs.get(code) };
    this.jobs.delete(code);
    this.jobs = new Map([[code, again], ...this.jobs]);
    this.trouble = outcome;
    clearTimeout(this.timer);
    if (outcome !== "away") return;
    const pause = PAUSES[Math.min(this.failures++, PAUSES.length - 1)];
    this.timer = setTimeout(() => this.resume(), pause * 1000);
  }
}
