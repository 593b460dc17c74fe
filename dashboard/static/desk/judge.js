// @ts-check
/** Verdicts on the event that is shown or on the selected ones, one after the other, and what takes them back. */

import { ApiError } from "./api.js";

/**
 * @typedef {import("./commands.js").Commands} Commands
 * @typedef {import("./types.js").Decision} Decision
 * @typedef {import("./types.js").EventItem} EventItem
 * @typedef {import("./verdict.js").Asked} Asked
 * @typedef {import("./view.js").View} View
 */

const UNDONE = 10; // verdicts that can be taken back
const REFUSED = 400;
const CONFLICT = 409;

export class Judge {
  /** @param {View} view @param {Commands} commands */
  constructor(view, commands) {
    this._view = view;
    this._commands = commands;
    /** What each verdict was kept for, as it was afterwards. @type {EventItem[][]} */
    this._undo = [];
  }

  /**
   * Decide once the keys before are done, and go on to the next open event.
   *
   * @param {string} key
   * @param {Decision} decision
   * @param {string} reason
   */
  decide(key, decision, reason) {
    const view = this._view;
    if (!view.data.may_review) return;
    this._commands.push(key, async () => {
      // The reasons are on the page before anybody is judged by them.
      const detail = await view.detail;
      if (!detail || !view.item || detail.id !== view.item.id) return false;
      const items = view.meant().filter((item) => possible(item, decision));
      if (!items.length) return this._impossible(view.item);
      return this._judge(view.item, items, decision, reason);
    });
  }

  /** Open the field for a reason or a note, once the keys before are done. @param {string} key @param {Asked} asked @param {Decision} decision */
  ask(key, asked, decision) {
    const view = this._view;
    if (!view.data.may_review) return;
    this._commands.push(key, async () => {
      if (!view.item) return false;
      if (!view.meant().some((item) => possible(item, decision))) return this._impossible(view.item);
      view.form.ask(asked);
      return true;
    });
  }

  /** Take back the last verdict of this page, and show its event. @param {string} key */
  undo(key) {
    const view = this._view;
    this._commands.push(key, async () => {
      const last = this._undo.pop();
      if (!last) {
        view.say(view.t("desk.undo.none"));
        return false;
      }
      const { kept, refused } = await this._send(last, "reopened", view.t("desk.undo.reason"));
      view.judged -= kept.length;
      if (kept.length) view.say(view.t("desk.said.undone", { event: view.named(kept) }));
      if (refused) this._undo.push(last);
      else view.show(last[0]);
      return !refused;
    });
  }

  /** Say why an event takes no such verdict. @param {EventItem} item */
  _impossible(item) {
    const view = this._view;
    view.say(view.t(item.verdict === "open" ? "verdict.record" : "desk.closed"));
    return false;
  }

  /** @param {EventItem} shown @param {EventItem[]} items @param {Decision} decision @param {string} reason */
  async _judge(shown, items, decision, reason) {
    const view = this._view;
    const { kept, refused } = await this._send(items, decision, reason);
    if (kept.length === items.length) view.say(view.t(`desk.said.${decision}`, { event: view.named(kept) }));
    if (decision === "reopened") {
      view.refresh();
      return !refused;
    }
    view.judged += kept.length;
    if (kept.length) this._undo = [...this._undo, kept].slice(-UNDONE);
    if (refused) return false;
    view.clearSelection();
    await this._goOn(shown.id);
    return true;
  }

  /**
   * Send decisions: the events for which they were kept, and whether one was refused. What somebody else decided before
   * is shown, and is no refusal.
   *
   * @param {EventItem[]} items
   * @param {Decision} decision
   * @param {string} reason
   */
  async _send(items, decision, reason) {
    const view = this._view;
    /** @type {EventItem[]} */
    const kept = [];
    let refused = false;
    try {
      const reviews = items.map((item) => ({ event_id: item.id, decision, reason, expected: item.verdict }));
      for (const [at, outcome] of (await view.api.review(reviews)).entries()) {
        if (outcome.status === CONFLICT) await this._overtaken(items[at]);
        else if (outcome.status >= REFUSED) refused = !view.problem(new ApiError(outcome.status, outcome.detail ?? ""));
        else kept.push({ ...items[at], verdict: outcome.verdict ?? items[at].verdict });
      }
    } catch (problem) {
      refused = !view.problem(problem);
    }
    for (const item of kept) view.decided(item);
    return { kept, refused };
  }

  /** Show what somebody else decided about an event, and say who. @param {EventItem} item */
  async _overtaken(item) {
    const view = this._view;
    const now = await view.fetched(item.id);
    if (now) view.took(now);
    view.tellOf(now, "desk.overtaken");
  }

  /** @param {number} id */
  async _goOn(id) {
    const view = this._view;
    const next = await view.queue.nextOpen(id).catch((problem) => view.problem(problem));
    if (next) return view.choose(next.id);
    if (next === null) view.say(view.t("review.done"));
    view.refresh();
  }
}

/** Whether an event can have this verdict: a record is no fault, and a reviewed event is reopened first. @param {EventItem} item @param {Decision} decision */
function possible(item, decision) {
  if (decision === "reopened") return item.verdict !== "open";
  return item.verdict === "open" && (item.fault || decision !== "confirmed");
}
