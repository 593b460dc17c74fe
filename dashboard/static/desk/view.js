// @ts-check
/** What the page shows: the list, one event with its clip, reasons and verdict, and how much is left. */

import { Api, ApiError } from "./api.js";
import { button, fill, h } from "./dom.js";
import { clock, day, moment, seconds } from "./format.js";
import { helpDialog } from "./help.js";
import { List, certaintyChip, confidenceChip, counterName, reviewChip } from "./list.js";
import { Player } from "./player.js";
import { Queue } from "./queue.js";
import { reasons, sentence } from "./reasons.js";
import { Selection } from "./selection.js";
import { Texts } from "./texts.js";
import { VerdictForm } from "./verdict.js";

/**
 * @typedef {import("./types.js").EventDetail} EventDetail
 * @typedef {import("./types.js").EventItem} EventItem
 * @typedef {import("./types.js").PageData} PageData
 * @typedef {import("./verdict.js").Asked} Asked
 */

const PHONE = "(max-width: 900px)";
/** An event stays this long before its clip plays: who passes it by has not viewed its clip, and the audit log says so. */
const DWELL_MS = 150;

/** The event that the address names; NaN or 0 without one. */
const inAddress = () => Number(new URLSearchParams(location.search).get("event"));

export class View {
  /**
   * @param {HTMLElement} place
   * @param {HTMLElement} progress
   * @param {PageData} data
   * @param {{press: (key: string) => void, send: (asked: Asked, reason: string) => void}} does
   */
  constructor(place, progress, data, does) {
    this.data = data;
    this.texts = new Texts(data);
    this.api = new Api(data.language);
    /** The number of verdicts on this page. */
    this.judged = 0;
    /** The event that is shown. @type {EventItem | null} */
    this.item = null;
    /** All of it, once it came; null when it did not. @type {Promise<EventDetail | null>} */
    this.detail = Promise.resolve(null);
    /** @type {number | null} */
    this._renewed = null;
    this._progress = progress;

    const { texts } = this;
    this.queue = new Queue(this.api, data, () => this.list.draw());
    this.selection = new Selection(this.queue);
    this.list = new List(texts, this.queue, data.low_confidence, {
      choose: (id) => this.choose(id),
      newer: () => this.takeNewer(),
      selected: (id) => this.selection.has(id),
      more: () => this.queue.more().then(() => this.tell(), () => {}), // asked again at the next step
    });
    this.player = new Player(this.api, texts, () => this._failed());
    this.form = new VerdictForm(texts, data.presets, data.may_review, does);
    this.help = helpDialog(texts, data.presets);
    this._title = h("div", { class: "bar" });
    this._said = h("div", { class: "said small", role: "status" });
    this._keys = h("div", { class: "waiting small", hidden: true });
    this._reasons = h("div", { class: "reasons", tabindex: 0, role: "region", "aria-label": texts.t("desk.reasons") });
    const stage = h("div", { class: "stage" }, this._title, this.player.root, this.form.root, this._keys, this._said);
    const article = h("article", { class: "panel detail-panel", "aria-label": texts.t("event.title") }, stage, this._reasons);
    const back = button(texts.t("review.back"), () => this._back(), { classes: "back", symbol: "arrow_back" });
    this._root = h("div", { class: "review" }, this.list.root, h("div", { class: "detail" }, back, article), this.help);
    fill(place, this._root);
    window.addEventListener("popstate", () => this._returned());
  }

  /** @param {string} key @param {Record<string, string | number>} [values] */
  t(key, values) {
    return this.texts.t(key, values);
  }

  /** Show the event in the address, else the first one; neither plays by itself. */
  async begin() {
    const wanted = inAddress();
    const first = (wanted && (this.queue.find(wanted) ?? (await this.fetched(wanted)))) || this.queue.items[0];
    this._root.classList.toggle("chosen", Boolean(wanted));
    if (first) this._show(first, false);
    this.tell();
    this._root.setAttribute("data-ready", "");
  }

  /** An event by its id; null, with one line for the reader, when there is none. @param {number} id */
  async fetched(id) {
    return this.api.event(id).catch((problem) => {
      this.problem(problem);
      return null;
    });
  }

  /** Go to an event of the list: its clip plays, and the address names it. @param {number} id */
  choose(id) {
    const item = this.queue.find(id);
    if (!item) return;
    const opens = window.matchMedia(PHONE).matches && !this._root.classList.contains("chosen");
    const address = new URL(location.href);
    address.searchParams.set("event", String(id));
    // The page's own script keeps the address in the state; its entry stays as it is.
    history[opens ? "pushState" : "replaceState"](history.state, "", address);
    this._root.classList.add("chosen");
    if (opens) window.scrollTo(0, 0);
    if (id === this.item?.id) this.player.play();
    else this._show(item, true);
  }

  /** Go to an event, also to one that is not in the list. @param {EventItem} item */
  show(item) {
    if (this.queue.find(item.id)) this.choose(item.id);
    else this._show(item, true);
  }

  /** Leave an event for the list, on a phone. */
  _back() {
    const address = new URL(location.href);
    address.searchParams.delete("event");
    history.replaceState(history.state, "", address);
    this._returned();
  }

  _returned() {
    this._root.classList.toggle("chosen", Boolean(inAddress()));
    this.player.video.pause();
  }

  /** Show what the list knows of an event at once, and the rest when it comes. @param {EventItem} item @param {boolean} play */
  _show(item, play) {
    this._renewed = null;
    this.item = item;
    this.list.choose(item.id);
    this.queue.nearEnd(item.id);
    this.player.still(item);
    this._draw(item);
    fill(this._reasons, h("section", { class: "section" }, sentence(item, this.texts)));
    this._reasons.scrollTop = 0;
    this.tell();
    this.detail = this._load(item, play);
  }

  /** Fetch the event on the page again; its clip stays where it is. */
  refresh() {
    if (this.item) this.detail = this._load(this.item, null);
  }

  /**
   * Fetch all of an event. `play` is null where its clip is in the player already.
   *
   * @param {EventItem} item
   * @param {boolean | null} play
   * @returns {Promise<EventDetail | null>}
   */
  async _load(item, play) {
    const detail = await this.fetched(item.id);
    if (this.item?.id !== item.id || !detail) return null;
    this.took(detail);
    if (play === null) return detail;
    this.player.load(detail);
    if (play) window.setTimeout(() => this._stay(item), DWELL_MS);
    return detail;
  }

  /** The reader stays at an event: its clip plays, and the next one is fetched. @param {EventItem} item */
  _stay(item) {
    if (this.item?.id !== item.id) return;
    this.player.play();
    this.player.clips.ahead(this.queue.upcoming(item.id));
  }

  /** Take the present state of an event into list, title, verdict and reasons. @param {EventDetail} detail */
  took(detail) {
    this.queue.update(detail);
    this.list.update(detail);
    if (this.item?.id === detail.id) {
      this.item = detail;
      this._draw(detail);
      fill(this._reasons, ...reasons(detail, this.texts, this.data));
    }
    this.tell();
  }

  /** Take the verdict on an event that the server kept. @param {EventItem} item */
  decided(item) {
    this.queue.update(item);
    this.list.update(item);
    if (this.item?.id === item.id) {
      this.item = item;
      this._draw(item);
    }
    this.tell();
  }

  /** @param {EventItem} item */
  _draw(item) {
    const { texts } = this;
    const length = item.end > item.start && h("span", {}, texts.t("event.length", { n: seconds(item.end - item.start, texts) }));
    const when = `${day(item.start_local, texts)} ${clock(item.start_local)}`;
    fill(
      this._title,
      h(
        "div",
        { class: "grow" },
        h("h2", {}, texts.named("kind", item.kind)),
        h("div", { class: "facts" }, h("span", {}, counterName(item)), h("time", {}, when), length),
      ),
      h("div", { class: "chips" }, certaintyChip(item, texts), confidenceChip(item, texts, this.data.low_confidence), reviewChip(item, texts)),
    );
    this.form.draw(item, this._selectionTold(item));
  }

  /** The line about the selection, else about other facts of the same moment; null without either. @param {EventItem} item */
  _selectionTold(item) {
    const { items } = this.selection;
    if (items.length) {
      const text = this.t("desk.selected", { n: items.length, names: this.named(items) });
      return { text, button: this.t("desk.select.clear"), key: "Escape" };
    }
    const others = item.verdict === "open" ? this.selection.moment(item) : [];
    if (!others.length) return null;
    return { text: this.t("desk.moment", { names: this.named(others) }), button: this.t("desk.moment.select"), key: "m" };
  }

  /** The events that a verdict is for. */
  meant() {
    const { items } = this.selection;
    return items.length ? items : this.item ? [this.item] : [];
  }

  /** Select the event that is shown, or take it out. */
  select() {
    if (this.item && this.data.may_review) this.selection.toggle(this.item);
    this._selectionChanged();
  }

  /** Select the event that is shown with all others of its moment. */
  selectMoment() {
    if (this.item && this.data.may_review) this.selection.add([this.item, ...this.selection.moment(this.item)]);
    this._selectionChanged();
  }

  /** Take all out of the selection; true when there was one. */
  clearSelection() {
    const had = this.selection.clear();
    if (had) this._selectionChanged();
    return had;
  }

  _selectionChanged() {
    this.list.marks();
    if (this.item) this._draw(this.item);
  }

  /** The clip did not load: its address may have run out, so it is asked for once more. */
  async _failed() {
    const { item } = this;
    if (!item || !this.player.video.hasAttribute("src")) return;
    if (this._renewed === item.id) return this.player.broken();
    this._renewed = item.id;
    await this._load(item, true);
  }

  /** Put the newer events on top of the list; the reader stays at the same event. */
  takeNewer() {
    this.queue.takeNewer();
    this.tell();
  }

  /** Look for newer events and for verdicts of others. */
  async look() {
    try {
      const changed = await this.queue.look();
      for (const item of changed) this.list.update(item);
      if (changed.some((item) => item.id === this.item?.id)) {
        this.refresh();
        this.tellOf(await this.detail, "desk.changed");
      }
      this.list.news();
      this.tell();
    } catch (problem) {
      if (!(problem instanceof ApiError)) throw problem; // the next action of the reader shows a refusal
    }
  }

  /** Say who decided last about an event, and what. @param {EventDetail | null} detail @param {"desk.changed" | "desk.overtaken"} key */
  tellOf(detail, key) {
    const last = detail?.reviews.at(-1);
    if (!detail || !last) return this.say(this.t("verdict.overtaken"), true);
    const decision = this.t(`decision.${last.decision}`);
    this.say(this.t(key, { event: this.called(detail), user: last.user, decision, at: moment(last.at_local) }), true);
  }

  /** Kind and time of an event. @param {EventItem} item */
  called(item) {
    return `${this.texts.named("kind", item.kind)} ${clock(item.start_local)}`;
  }

  /** Kinds and times of several events. @param {EventItem[]} items */
  named(items) {
    return items.map((item) => this.called(item)).join(this.t("format.list"));
  }

  /** Show where the reader is, and how much is left. */
  tell() {
    const { queue } = this;
    const at = this.item ? queue.index(this.item.id) + 1 : 0;
    const key = queue.capped ? "desk.place.capped" : "desk.place";
    fill(
      this._progress,
      h("b", {}, this.t(key, { at: at || "–", total: queue.total })),
      h("span", { class: "soft" }, this.t("desk.waiting", { n: queue.waiting })),
      this.judged > 0 && h("span", { class: "soft" }, this.t("desk.judged", { n: this.judged })),
      button(this.t("desk.help"), () => this.help.showModal(), { key: "?", classes: "plain", name: "help" }),
    );
  }

  /** Show the keys that wait, but not the one under way. @param {string[]} keys */
  waiting(keys) {
    this._keys.hidden = keys.length < 2;
    fill(this._keys, this.t("desk.queued"), " ", ...keys.slice(1).map((key) => h("kbd", {}, key)));
  }

  /** Say something in one line; screen readers read it out. @param {string} text @param {boolean} [bad] */
  say(text, bad = false) {
    this._said.classList.toggle("bad", bad);
    this._said.textContent = text;
  }

  /** Show in one line why the API refused, or that it did not answer. @param {unknown} problem @returns {false} */
  problem(problem) {
    if (!(problem instanceof ApiError)) throw problem;
    const refused = problem.status >= 400 && problem.status < 500;
    this.say(refused ? this.t("problem.refused", { detail: problem.message }) : this.t("problem.down"), true);
    return false;
  }
}
