// @ts-check
/** Verdicts on the event that is shown, one after the other, and what takes them back. */

import { ApiError } from "./api.js";

/**
 * @typedef {import("./commands.js").Commands} Commands
 * @typedef {import("./types.js").Decision} Decision
 * @typedef {import("./types.js").EventItem} EventItem
 * @typedef {import("./types.js").Verdict} Verdict
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
    /** @type {{item: EventItem, verdict: Verdict}[]} */
    this._undo = [];
  }

  /**
   * Decide about the event that is on the page once the keys before are done, and go on to the next open one.
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
      if (!possible(view.item, decision)) return this._impossible(view.item);
      return this._judge(view.item, decision, reason);
    });
  }

  /** Open the field for a reason or a note, once the keys before are done. @param {string} key @param {Asked} asked @param {Decision} decision */
  ask(key, asked, decision) {
    const view = this._view;
    if (!view.data.may_review) return;
    this._commands.push(key, async () => {
      if (!view.item) return false;
      if (!possible(view.item, decision)) return this._impossible(view.item);
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
      const reason = view.t("desk.undo.reason");
      const kept = await this._send(last.item, { decision: "reopened", reason, expected: last.verdict });
      if (kept === null) {
        this._undo.push(last);
        return false;
      }
      if (kept) {
        view.judged -= 1;
        view.say(view.t("desk.said.undone", { event: view.called(last.item) }));
      }
      view.show(last.item);
      return true;
    });
  }

  /** Say why an event takes no such verdict. @param {EventItem} item */
  _impossible(item) {
    const view = this._view;
    view.say(view.t(item.verdict === "open" ? "verdict.record" : "desk.closed"));
    return false;
  }

  /** @param {EventItem} item @param {Decision} decision @param {string} reason */
  async _judge(item, decision, reason) {
    const view = this._view;
    const kept = await this._send(item, { decision, reason, expected: item.verdict });
    if (kept === null) return false;
    if (kept) view.say(view.t(`desk.said.${decision}`, { event: view.called(item) }));
    if (decision === "reopened") {
      view.refresh();
      return true;
    }
    if (kept) {
      view.judged += 1;
      this._undo = [...this._undo, { item, verdict: decision }].slice(-UNDONE);
    }
    await this._goOn(item.id);
    return true;
  }

  /**
   * Send a decision: true when it was kept, false when somebody else was faster, null when it was refused.
   *
   * @param {EventItem} item
   * @param {{decision: Decision, reason: string, expected: Verdict}} review
   */
  async _send(item, review) {
    const view = this._view;
    try {
      const [outcome] = await view.api.review([{ event_id: item.id, ...review }]);
      if (outcome.status === CONFLICT) {
        await this._overtaken(item);
        return false;
      }
      if (outcome.status >= REFUSED) throw new ApiError(outcome.status, outcome.detail ?? "");
      view.decided({ ...item, verdict: outcome.verdict ?? item.verdict });
      return true;
    } catch (problem) {
      view.problem(problem);
      return null;
    }
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
