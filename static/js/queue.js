// Rows that wait to be sent: one at a time, in the order they were left, until each has its answer.
const PAUSES = [1, 2, 4, 8, 15, 30];

/** Of two jobs of a row the later one; leaving the row takes back no button that was pressed in it before. */
function later(job, next) {
  return next && (!job || Object.keys(next.extra).length) ? next : job;
}

export class Queue {
  /**
   * A job is what `send(code, job)` needs, with `job.extra`: the fields of a button of the row. It resolves to "done", "away" (try again by itself), or another word (stop until `resume`).
   * `changed(queue)` is called whenever something is added, answered or stopped.
   */
  constructor(send, changed) {
    Object.assign(this, { send, changed, jobs: new Map(), current: null, trouble: "", failures: 0, timer: 0 });
    window.addEventListener("online", () => this.resume());
  }

  get size() {
    return this.jobs.size + (this.current ? 1 : 0);
  }

  add(code, job) {
    this.jobs.set(code, later(this.jobs.get(code), job));
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
      const [code, job] = this.jobs.entries().next().value;
      this.jobs.delete(code);
      this.current = { code, job };
      const outcome = await this.send(code, job);
      this.current = null;
      if (outcome === "done") this.failures = 0;
      else this.putBack(code, job, outcome);
      this.changed(this);
    }
  }

  putBack(code, job, outcome) {
    const again = later(job, this.jobs.get(code));
    this.jobs.delete(code);
    this.jobs = new Map([[code, again], ...this.jobs]);
    this.trouble = outcome;
    clearTimeout(this.timer);
    if (outcome !== "away") return;
    const pause = PAUSES[Math.min(this.failures++, PAUSES.length - 1)];
    this.timer = setTimeout(() => this.resume(), pause * 1000);
  }
}
