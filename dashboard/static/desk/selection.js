// @ts-check
/** The events that one verdict is for: those that the reader selected, else the one that is shown. */

/**
 * @typedef {import("./types.js").EventItem} EventItem
 * @typedef {import("./queue.js").Queue} Queue
 */

const MOST = 200; // api/schemas/events.py MOST_REVIEWS
/** Facts of one arrival or departure begin together; a second fact so soon after the first is in the same clip. */
const MOMENT_S = 2;

export class Selection {
  /** @param {Queue} queue */
  constructor(queue) {
    this._queue = queue;
    /** @type {Set<number>} */
    this._ids = new Set();
  }

  /** The selected events that have no verdict yet, in the order of the list. */
  get items() {
    return this._queue.items.filter((item) => item.verdict === "open" && this._ids.has(item.id));
  }

  /** @param {number} id */
  has(id) {
    return this._ids.has(id);
  }

  /** Select an event, or take it out. @param {EventItem} item */
  toggle(item) {
    if (!this._ids.delete(item.id)) this.add([item]);
  }

  /** @param {EventItem[]} items */
  add(items) {
    for (const item of items) if (item.verdict === "open" && this._ids.size < MOST) this._ids.add(item.id);
  }

  /** Take all out; true when there was one. */
  clear() {
    const had = this._ids.size > 0;
    this._ids.clear();
    return had;
  }

  /** The other open events of the same counter and moment. @param {EventItem} item */
  moment(item) {
    return this._queue.items.filter(
      (other) =>
        other.id !== item.id &&
        other.verdict === "open" &&
        other.counter_id === item.counter_id &&
        Math.abs(other.start - item.start) <= MOMENT_S,
    );
  }
}
