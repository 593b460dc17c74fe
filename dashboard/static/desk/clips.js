// @ts-check
/**
 * Clips that are fetched before anybody looks at them.
 *
 * The server writes a line for each clip that it sends. One that is sent ahead has a line that says so, and no view;
 * the view is written when the clip plays (`view`), by a request for its first byte without `ahead`.
 */

import { media } from "./dom.js";

/** @typedef {import("./types.js").EventItem} EventItem */

export class Clips {
  constructor() {
    /** The addresses of the clips that the browser has, by event. @type {Map<number, string>} */
    this._fetched = new Map();
    this._stop = new AbortController();
  }

  /** Fetch the clip of an event into the browser's cache; an earlier one that is under way is given up. @param {EventItem | null} item */
  async ahead(item) {
    this._stop.abort();
    const clip = item && media(item.clip_url);
    if (!item || !clip || this._fetched.has(item.id)) return;
    this._stop = new AbortController();
    const address = `${clip}${clip.includes("?") ? "&" : "?"}ahead=true`;
    try {
      const answer = await fetch(address, { signal: this._stop.signal });
      if (!answer.ok) return; // the reader is told when the event is shown
      await answer.arrayBuffer();
      this._fetched.set(item.id, address);
    } catch {
      // Given up, or no answer: the clip is fetched when it plays.
    }
  }

  /** The address under which the browser has a clip, once; null when it does not. @param {EventItem} item */
  take(item) {
    const address = this._fetched.get(item.id) ?? null;
    this._fetched.delete(item.id);
    return address;
  }

  /** Have it written down that a clip is viewed; false when that was refused. @param {string} clip */
  async view(clip) {
    const answer = await fetch(clip, { headers: { Range: "bytes=0-0" }, cache: "no-store" }).catch(() => null);
    return answer?.ok ?? false;
  }
}
