// @ts-check
/** The review page: what its keys and buttons do. */

import { Commands } from "./commands.js";
import { Judge } from "./judge.js";
import { KEYS, listen } from "./keys.js";
import { View } from "./view.js";

/**
 * @typedef {import("./keys.js").Command} Command
 * @typedef {import("./types.js").Decision} Decision
 * @typedef {import("./types.js").PageData} PageData
 * @typedef {import("./verdict.js").Asked} Asked
 */

const SECOND_S = 1;
const DIGIT = /^\d$/;
/** @type {Record<Asked, Decision>} */
const DECISIONS = { confirm: "confirmed", dismiss: "dismissed", reopen: "reopened" };

export class Desk {
  /**
   * @param {HTMLElement} place
   * @param {HTMLElement} progress
   * @param {PageData} data
   */
  constructor(place, progress, data) {
    this._view = new View(place, progress, data, {
      press: (key) => (DIGIT.test(key) ? this._preset(Number(key) - 1) : this._does[KEYS[/** @type {keyof typeof KEYS} */ (key)]]()),
      send: (asked, reason) => this._judge.decide("↵", DECISIONS[asked], reason),
    });
    this._commands = new Commands((waiting) => this._view.waiting(waiting));
    this._judge = new Judge(this._view, this._commands);
    this._does = this._actions();
    this._looking = false;
    listen((command) => this._does[command](), (index) => this._preset(index));
    window.setInterval(() => this._look(), data.refresh_s * 1000);
    this._view.begin();
  }

  /** @returns {Record<Command, () => void>} */
  _actions() {
    const { _view: view, _judge: judge } = this;
    const { player } = view;
    return {
      next: () => this._step("J", 1),
      previous: () => this._step("K", -1),
      play: () => player.toggle(),
      back: () => player.seek(-SECOND_S),
      ahead: () => player.seek(SECOND_S),
      frameBack: () => player.step(-1),
      frameAhead: () => player.step(1),
      slower: () => player.speed(-1),
      faster: () => player.speed(1),
      loop: () => player.loop(),
      zones: () => player.zones(),
      confirm: () => judge.decide("C", "confirmed", ""),
      reason: () => judge.ask("D", "dismiss", "dismissed"),
      note: () => judge.ask("N", "confirm", "confirmed"),
      reopen: () => judge.ask("O", "reopen", "reopened"),
      undo: () => judge.undo("U"),
      select: () => this._commands.push("X", async () => this._select()),
      moment: () => this._commands.push("M", async () => (view.selectMoment(), true)),
      newer: () => view.takeNewer(),
      help: () => view.help.showModal(),
      escape: () => this._escape(),
    };
  }

  /** @param {number} index of a reason */
  _preset(index) {
    const reason = this._view.data.presets[index];
    if (reason) this._judge.decide(String(index + 1), "dismissed", reason);
  }

  _escape() {
    if (this._view.form.isOpen) return this._view.form.close();
    if (this._commands.clear()) return this._view.say(this._view.t("desk.dropped"));
    this._view.clearSelection();
  }

  /** Select the event that is shown and go on, so that several are selected by one key. */
  async _select() {
    const view = this._view;
    if (!view.data.may_review || !view.item) return false;
    view.select();
    if (!view.selection.has(view.item.id)) return true;
    const next = await view.queue.neighbour(view.item.id, 1).catch((problem) => view.problem(problem));
    if (next) view.choose(next.id);
    return next !== false;
  }

  /** @param {string} key @param {number} step */
  _step(key, step) {
    const view = this._view;
    this._commands.push(key, async () => {
      if (!view.item) return false;
      const next = await view.queue.neighbour(view.item.id, step).catch((problem) => view.problem(problem));
      if (next) view.choose(next.id);
      return next !== false;
    });
  }

  async _look() {
    if (this._looking) return;
    this._looking = true;
    await this._view.look().finally(() => (this._looking = false));
  }
}
