// @ts-check
/** The events of the list, fetched page by page as the reader goes on. */

/**
 * @typedef {import("./api.js").Api} Api
 * @typedef {import("./types.js").EventItem} EventItem
 * @typedef {import("./types.js").EventPage} EventPage
 * @typedef {import("./types.js").PageData} PageData
 */

const MOST_PAGES = 20; // of newer events at one look; the rest is found at the next one
const AHEAD = 15; // events that are left when the next page is fetched

export class Queue {
  /**
   * @param {Api} api
   * @param {PageData} data
   * @param {() => void} changed called after events were added
   */
  constructor(api, data, changed) {
    this._api = api;
    this._query = data.query;
    this._changed = changed;
    /** @type {Promise<void> | null} */
    this._fetching = null;
    this.items = [...data.first.items];
    this.total = data.first.total;
    this.capped = data.first.capped;
    this.waiting = data.waiting;
    /** @type {string | null} */
    this.next = data.first.next;
    /** Events that came after the list was opened, newest first. @type {EventItem[]} */
    this.newer = [];
    this._updates = 0;
  }

  /** @param {number} id */
  index(id) {
    return this.items.findIndex((item) => item.id === id);
  }

  /** @param {number} id */
  find(id) {
    return this.items[this.index(id)] ?? null;
  }

  /** The event `step` places after one; the first where that is not in the list. @param {number} id @param {number} step */
  async neighbour(id, step) {
    const at = this.index(id);
    if (at < 0) return this.items[0] ?? null;
    if (at + step >= this.items.length) await this.more();
    return this.items[at + step] ?? null;
  }

  /** The next event below without a verdict, else from the top; null when all have one. @param {number} id */
  async nextOpen(id) {
    for (let from = this.index(id) + 1; ; ) {
      const found = this.items.slice(from).find((item) => item.verdict === "open" && item.id !== id);
      if (found) return found;
      if (this.next === null) break;
      from = this.items.length;
      await this.more();
    }
    return this.items.find((item) => item.verdict === "open" && item.id !== id) ?? null;
  }

  /** The next open event below, if it is in the list already. @param {number} id */
  upcoming(id) {
    return this.items.slice(this.index(id) + 1).find((item) => item.verdict === "open") ?? null;
  }

  /** Fetch the next page when the reader comes near the end. @param {number} id */
  nearEnd(id) {
    if (this.index(id) >= this.items.length - AHEAD) this.more().catch(() => {}); // asked again at the next step
  }

  /** Fetch the next page; several calls at once fetch it once. */
  async more() {
    if (this.next === null) return;
    this._fetching ??= this._more(this.next).finally(() => (this._fetching = null));
    await this._fetching;
  }

  /** @param {string} cursor */
  async _more(cursor) {
    const page = await this._api.events({ ...this._query, cursor });
    const known = this._known();
    this.items.push(...page.items.filter((item) => !known.has(item.id)));
    this.next = page.next;
    // Where the list has open events only, each verdict takes one out of the total of the server.
    if (!("verdict" in this._query)) [this.total, this.capped] = [page.total, page.capped];
    this._changed();
  }

  /** Take the state of an event from elsewhere; true when its verdict is another one. @param {EventItem} now */
  update(now) {
    const at = this.index(now.id);
    this._updates += 1;
    if (at < 0) return false;
    const before = this.items[at].verdict;
    this.items[at] = now;
    if (before === now.verdict) return false;
    this.waiting += Number(now.verdict === "open") - Number(before === "open");
    return true;
  }

  /**
   * Look whether events came or were judged by others; the list stays as it is but for verdicts.
   *
   * @returns {Promise<EventItem[]>} the events whose verdict changed
   */
  async look() {
    const updates = this._updates;
    const page = await this._api.events(this._query, true);
    const found = this._query.sort === "start" ? await this._later() : await this._fresh(page);
    if (updates !== this._updates) return []; // the reader was faster than this answer: it may be the state before
    if (this._query.sort === "start") this._append(found);
    else this.newer = [...found, ...this.newer];
    return page.items.filter((item) => this.update(item));
  }

  /** The events above the list, newest first: those of a page and of the ones behind it, until they meet the list. @param {EventPage} page */
  async _fresh(page) {
    const first = this.items[0]?.start ?? -Infinity;
    /** @type {EventItem[]} */
    const found = [];
    for (let pages = 1; ; pages++) {
      const known = this._known();
      const fresh = page.items.filter((item) => !known.has(item.id) && item.start > first);
      found.push(...fresh);
      if (fresh.length < page.items.length || page.next === null || pages === MOST_PAGES) return found;
      page = await this._api.events({ ...this._query, cursor: page.next }, true);
    }
  }

  /** The events behind the end of a list whose oldest come first; none while its end is not reached. */
  async _later() {
    const last = this.items.at(-1);
    if (this.next !== null || !last) return [];
    const known = this._known();
    const page = await this._api.events({ ...this._query, since: last.start }, true);
    return page.items.filter((item) => !known.has(item.id));
  }

  _known() {
    return new Set([...this.items, ...this.newer].map((item) => item.id));
  }

  /** @param {EventItem[]} found */
  _append(found) {
    if (!found.length) return;
    this.items.push(...found);
    this._count(found);
    this._changed();
  }

  /** @param {EventItem[]} found */
  _count(found) {
    this.total += found.length;
    this.waiting += found.filter((item) => item.verdict === "open").length;
  }

  /** Put the newer events on top of the list. */
  takeNewer() {
    this.items = [...this.newer, ...this.items];
    this._count(this.newer);
    this.newer = [];
    this._changed();
  }
}
