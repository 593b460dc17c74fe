// @ts-check
/** The list of all keys, in a dialog. */

import { button, h } from "./dom.js";

/** @typedef {import("./texts.js").Texts} Texts */

/** What the keys do, in the order in which people need them. */
const LINES = /** @type {const} */ ([
  [["J", "K"], "desk.key.next"],
  [["C"], "desk.key.confirm"],
  [["1–9"], "desk.key.preset"],
  [["D"], "desk.key.reason"],
  [["N"], "desk.key.note"],
  [["U"], "desk.key.undo"],
  [["O"], "desk.key.reopen"],
  [["M"], "desk.key.moment"],
  [["X"], "desk.key.select"],
  [["␣"], "desk.key.play"],
  [["←", "→"], "desk.key.seek"],
  [[",", "."], "desk.key.frame"],
  [["[", "]"], "desk.key.speed"],
  [["L"], "desk.key.loop"],
  [["Z"], "desk.key.zones"],
  [["R"], "desk.key.newer"],
  [["Esc"], "desk.key.escape"],
  [["?"], "desk.key.help"],
]);

/** The dialog; the reasons stand beside their digits. @param {Texts} texts @param {string[]} presets */
export function helpDialog(texts, presets) {
  const dialog = h(
    "dialog",
    { class: "desk-help panel", "aria-label": texts.t("desk.help.title") },
    h("h2", {}, texts.t("desk.help.title")),
    h(
      "dl",
      {},
      ...LINES.flatMap(([keys, text]) => [h("dt", {}, ...keys.map((key) => h("kbd", {}, key))), h("dd", {}, texts.t(text))]),
      ...presets.flatMap((text, at) => [h("dt", {}, h("kbd", {}, String(at + 1))), h("dd", {}, text)]),
    ),
    button(texts.t("desk.help.close"), () => dialog.close(), { classes: "go" }),
  );
  return dialog;
}
