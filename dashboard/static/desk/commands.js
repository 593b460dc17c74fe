// @ts-check
/** Commands of the reader, one after the other: a key that is pressed while a request is under way waits for it. */

export class Commands {
  /**
   * @param {(waiting: string[]) => void} changed told the keys that wait, the one under way first
   */
  constructor(changed) {
    this._changed = changed;
    /** @type {{key: string, run: () => Promise<boolean>}[]} */
    this._waiting = [];
    this._busy = false;
  }

  /**
   * Run a command after those before it. A command that gives false takes the ones behind it away: they were meant for
   * what it did not reach.
   *
   * @param {string} key
   * @param {() => Promise<boolean>} run
   */
  push(key, run) {
    this._waiting.push({ key, run });
    this._tell();
    if (!this._busy) this._work();
  }

  /** Take away what waits, but not what is under way; true when there was something. */
  clear() {
    const kept = this._busy ? 1 : 0;
    const dropped = this._waiting.splice(kept).length > 0;
    this._tell();
    return dropped;
  }

  async _work() {
    this._busy = true;
    while (this._waiting.length) {
      const went = await this._waiting[0].run();
      this._waiting.shift();
      if (!went) this._waiting.length = 0;
      this._tell();
    }
    this._busy = false;
  }

  _tell() {
    this._changed(this._waiting.map((command) => command.key));
  }
}
