// @ts-check
/** The list of events: one row each, headed by its day. */

import { chip, fill, h, media } from "./dom.js";
import { clock, day, percent, seconds } from "./format.js";
import { capitalized } from "./texts.js";

/**
 * @typedef {import("./texts.js").Texts} Texts
 * @typedef {import("./types.js").EventItem} EventItem
 * @typedef {import("./queue.js").Queue} Queue
 */

const SHOWN_CLAUSES = 3; // the panel shows all

/** The review state; a record has none until somebody calls it wrong. @param {EventItem} item @param {Texts} texts */
export function reviewChip(item, texts) {
  if (!item.fault && item.verdict === "open") return chip(texts.t("verdict.record.chip"));
  return chip(texts.named("verdict", item.verdict), item.verdict);
}

/** @param {EventItem} item @param {Texts} texts */
export function certaintyChip(item, texts) {
  return item.fault && chip(texts.named("certainty", item.certainty), item.certainty === "question" ? "open" : "quiet");
}

/** @param {EventItem} item @param {Texts} texts @param {number} low @param {string} [classes] */
export function confidenceChip(item, texts, low, classes = "") {
  const key = item.confidence < low ? "event.confidence.low" : "event.confidence";
  return chip(texts.t(key, { n: percent(item.confidence) }), item.confidence < low ? "open" : classes);
}

/** @param {EventItem} item */
export const counterName = (item) => item.counter_name ?? item.counter;

export class List {
  /**
   * @param {Texts} texts
   * @param {Queue} queue
   * @param {number} lowConfidence
   * @param {{choose: (id: number) => void, newer: () => void, more: () => void, selected: (id: number) => boolean}} does
   */
  constructor(texts, queue, lowConfidence, does) {
    this._texts = texts;
    this._queue = queue;
    this._low = lowConfidence;
    this._does = does;
    /** @type {Map<number, HTMLAnchorElement>} */
    this._rows = new Map();
    /** @type {number | null} */
    this._chosen = null;
    this._newer = h("button", { type: "button", class: "newer", hidden: true });
    this._newer.addEventListener("click", does.newer);
    this._places = h("div", { class: "rows" });
    this._end = h("div", { class: "pager", role: "status" });
    this.root = h(
      "section",
      { class: "panel list", "aria-label": texts.t("review.list") },
      this._newer,
      this._places,
      this._end,
    );
    new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && does.more(), {
      root: null,
      rootMargin: "600px",
    }).observe(this._end);
    this.draw();
  }

  /** Draw rows of events that are new; rows that stand stay, so that the place and the focus stay. */
  draw() {
    /** @type {Node[]} */
    const nodes = [];
    let shown = "";
    for (const item of this._queue.items) {
      const date = item.start_local.slice(0, 10);
      if (date !== shown) nodes.push(h("div", { class: "dayline" }, day(item.start_local, this._texts)));
      shown = date;
      let row = this._rows.get(item.id);
      if (!row) this._rows.set(item.id, (row = this._row(item)));
      nodes.push(row);
    }
    const { scrollTop } = this.root;
    const before = this._place();
    const focused = document.activeElement;
    this._places.replaceChildren(...nodes);
    // An element that is put in again has lost the focus.
    if (focused instanceof HTMLElement && this._places.contains(focused)) focused.focus({ preventScroll: true });
    const after = this._place();
    this.root.scrollTop = scrollTop + (before !== null && after !== null ? after - before : 0);
    this._end.textContent = this._queue.next === null ? this._texts.t("desk.end") : this._texts.t("desk.loading");
    this.news();
  }

  /** Where the chosen row stands, in pixels from the top of the list; null without one. */
  _place() {
    const row = this._rows.get(this._chosen ?? -1);
    return row?.isConnected ? row.offsetTop : null;
  }

  /** Say how many newer events there are. */
  news() {
    const n = this._queue.newer.length;
    this._newer.hidden = n === 0;
    this._newer.textContent = this._texts.t("review.newer", { n });
  }

  /** Draw a row again after its event changed. @param {EventItem} item */
  update(item) {
    const row = this._rows.get(item.id);
    if (row) fill(row, ...this._content(item));
  }

  /** Mark the selected rows, and no other. */
  marks() {
    for (const [id, row] of this._rows) row.classList.toggle("selected", this._does.selected(id));
  }

  /** Mark the chosen row and bring it into view. @param {number} id */
  choose(id) {
    this._rows.get(this._chosen ?? -1)?.removeAttribute("aria-current");
    const focused = document.activeElement?.closest("a.event");
    this._chosen = id;
    const row = this._rows.get(id);
    if (!row) return;
    row.setAttribute("aria-current", "true");
    if (row.offsetParent) row.scrollIntoView({ block: "nearest" });
    if (focused) row.focus({ preventScroll: true });
  }

  /** @param {EventItem} item */
  _row(item) {
    const address = new URL(location.href);
    address.searchParams.set("event", String(item.id));
    const row = h("a", { class: "event", id: `event-${item.id}`, href: address.pathname + address.search }, ...this._content(item));
    row.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this._does.choose(item.id);
    });
    return row;
  }

  /** @param {EventItem} item */
  _content(item) {
    const texts = this._texts;
    const more = item.clauses.length - SHOWN_CLAUSES;
    return [
      h(
        "div",
        { class: "poster" },
        pictureAt(media(item.poster_url), texts),
        item.end > item.start && h("span", { class: "len" }, seconds(item.end - item.start, texts)),
      ),
      h(
        "div",
        {},
        h("div", { class: "top" }, h("span", { class: "kind" }, texts.named("kind", item.kind)), h("time", { class: "small soft nowrap" }, clock(item.start_local))),
        h("div", { class: "top where" }, h("span", {}, counterName(item)), confidenceChip(item, texts, this._low, "quiet")),
        item.sentence && h("div", { class: "why", title: item.sentence }, capitalized(item.sentence)),
        h(
          "div",
          { class: "chips" },
          h("span", { class: "chip good mark" }, texts.t("desk.selected.row")),
          reviewChip(item, texts),
          certaintyChip(item, texts),
          ...item.clauses.slice(0, SHOWN_CLAUSES).map((clause) => chip(clause, "clause")),
          more > 0 && chip(`+${more}`, "clause"),
        ),
      ),
    ];
  }
}

/**
 * The picture at an address, or words where there is none that this reader may see.
 *
 * @param {string | null} address
 * @param {Texts} texts
 * @returns {HTMLElement}
 */
function pictureAt(address, texts) {
  const none = () => h("span", { class: "small" }, texts.t("event.no.poster"));
  if (!address) return none();
  const image = h("img", { src: address, alt: "", loading: "lazy" });
  image.addEventListener("error", () => image.replaceWith(none()));
  return image;
}
