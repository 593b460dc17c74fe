// @ts-check
/** The verdict: buttons with their keys, and one field for a reason or a note. */

import { button, fill, h } from "./dom.js";

/**
 * @typedef {import("./texts.js").Texts} Texts
 * @typedef {import("./types.js").EventItem} EventItem
 * @typedef {"confirm" | "dismiss" | "reopen"} Asked
 * @typedef {{text: string, button: string, key: string}} SelectionLine
 */

const LONGEST = 1000; // api/schemas/events.py Reason

/** The texts of the field: its label, and its button. */
const FIELDS = /** @type {const} */ ({
  confirm: ["desk.note", "desk.note.send"],
  dismiss: ["verdict.reason", "verdict.send"],
  reopen: ["verdict.reason.reopen", "verdict.send.reopen"],
});

export class VerdictForm {
  /**
   * @param {Texts} texts
   * @param {string[]} presets
   * @param {boolean} mayReview
   * @param {{press: (key: string) => void, send: (asked: Asked, reason: string) => void}} does
   */
  constructor(texts, presets, mayReview, does) {
    this._texts = texts;
    this._presets = presets;
    this._may = mayReview;
    this._does = does;
    /** @type {Asked | null} */
    this._asked = null;
    this._state = "";
    this._buttons = h("div", { class: "verdict" });
    this._field = h("form", { class: "dismissing", hidden: true, novalidate: true });
    this._field.addEventListener("submit", (event) => {
      event.preventDefault();
      this._submit();
    });
    this._field.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
    this._selected = h("div", { class: "selection small", role: "status", hidden: true });
    this.root = h("div", {}, this._selected, this._buttons, this._field);
  }

  /** Draw the buttons that an event can have; the focus stays on the same button. @param {EventItem} item @param {SelectionLine | null} line */
  draw(item, line) {
    const focused = this._buttons.contains(document.activeElement) && document.activeElement?.getAttribute("data-name");
    fill(this._buttons, ...(this._may ? this._choices(item) : [h("span", { class: "small soft" }, this._texts.t("verdict.readonly"))]));
    this._selected.hidden = line === null || !this._may;
    if (line && this._may) {
      const press = () => this._does.press(line.key);
      const key = line.key === "Escape" ? "Esc" : line.key.toUpperCase();
      fill(this._selected, h("span", { class: "grow" }, line.text), button(line.button, press, { key, classes: "plain", name: line.key }));
    }
    // The same event with the rest of its data takes no reason away that somebody writes.
    const state = `${item.id} ${item.verdict}`;
    if (state !== this._state) this.close();
    this._state = state;
    if (!focused) return;
    const same = this._buttons.querySelector(`[data-name="${CSS.escape(focused)}"]`);
    if (same instanceof HTMLElement) same.focus();
    else document.getElementById("main")?.focus({ preventScroll: true });
  }

  /** @param {EventItem} item */
  _choices(item) {
    /** @param {string} key */
    const t = (key) => this._texts.t(key);
    /** @param {string} key @param {string} text @param {string} [classes] */
    const press = (key, text, classes = "") => button(text, () => this._does.press(key), { key: key.toUpperCase(), classes, name: key });
    const undo = press("u", t("desk.undo"), "plain");
    if (item.verdict !== "open") return [press("o", t("verdict.reopen")), undo];
    return [
      item.fault ? press("c", t("verdict.confirm"), "go") : h("span", { class: "small soft" }, t("verdict.record")),
      press("d", t("verdict.dismiss"), "dismiss"),
      item.fault && press("n", t("desk.note.button")),
      press("x", t("desk.select"), "plain"),
      undo,
      h(
        "div",
        { class: "presets", role: "group", "aria-label": t("desk.presets") },
        ...this._presets.map((text, at) => press(String(at + 1), text)),
      ),
    ];
  }

  /** Open the field; a second time closes it. @param {Asked} asked */
  ask(asked) {
    if (this._asked === asked) return this.close();
    this._asked = asked;
    const [label, send] = FIELDS[asked].map((key) => this._texts.t(key));
    const error = h("div", { class: "error-line", role: "alert" });
    const input = h("input", { class: "native", name: "reason", maxlength: LONGEST, autocomplete: "off" });
    fill(
      this._field,
      h("label", { class: "field" }, h("span", {}, label), input),
      error,
      h("div", { class: "chips" }, h("button", { type: "submit", class: "btn go" }, send), button(this._texts.t("verdict.cancel"), () => this.close(), { classes: "plain" })),
    );
    this._field.hidden = false;
    input.focus();
  }

  close() {
    const had = this._field.contains(document.activeElement);
    this._asked = null;
    this._field.hidden = true;
    fill(this._field);
    if (had) document.getElementById("main")?.focus({ preventScroll: true });
  }

  get isOpen() {
    return this._asked !== null;
  }

  _submit() {
    const input = this._field.querySelector("input");
    const reason = input?.value.trim() ?? "";
    if (this._asked && reason) return this._does.send(this._asked, reason);
    fill(this._field.querySelector(".error-line") ?? this._field, this._texts.t("verdict.needed"));
    input?.focus();
  }
}
