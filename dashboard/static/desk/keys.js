// @ts-check
/** The keys of the page. A key without a letter of ours, and every key in a field, is left to the browser. */

const PRESETS = /^[1-9]$/;
const IN_FIELD = "input:not([type=range]), textarea, select, [contenteditable], dialog, .q-dialog";
const PRESSES = "button, a, summary";

/** The commands by key; the first key of a command is the one that the help shows. */
export const KEYS = /** @type {const} */ ({
  j: "next",
  k: "previous",
  " ": "play",
  ArrowLeft: "back",
  ArrowRight: "ahead",
  ",": "frameBack",
  ".": "frameAhead",
  "[": "slower",
  "]": "faster",
  "-": "slower",
  "=": "faster",
  l: "loop",
  z: "zones",
  c: "confirm",
  d: "reason",
  n: "note",
  o: "reopen",
  u: "undo",
  x: "select",
  m: "moment",
  r: "newer",
  "?": "help",
  Escape: "escape",
});

/** @typedef {(typeof KEYS)[keyof typeof KEYS]} Command */

/**
 * Call `run` with the command of each key, and `preset` with the number of a digit.
 *
 * The listener comes first, so that the shortcuts of other pages do not answer as well.
 *
 * @param {(command: Command) => void} run
 * @param {(index: number) => void} preset from 0
 */
export function listen(run, preset) {
  window.addEventListener(
    "keydown",
    (event) => {
      const target = event.target instanceof Element ? event.target : document.body;
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || target.closest(IN_FIELD)) return;
      const key = letter(event);
      if (key === " " && target.closest(PRESSES)) return;
      if (PRESETS.test(key)) preset(Number(key) - 1);
      else if (key in KEYS) run(KEYS[/** @type {keyof typeof KEYS} */ (key)]);
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );
}

/** The key by its letter; by its place where an input method for Chinese has taken the letter. @param {KeyboardEvent} event */
function letter(event) {
  if (event.key !== "Process" && !/^[^\x20-\x7e]$/.test(event.key)) {
    return event.key.length === 1 ? event.key.toLowerCase() : event.key;
  }
  if (event.code === "Slash" && event.shiftKey) return "?";
  const places = /** @type {Record<string, string>} */ ({ BracketLeft: "[", BracketRight: "]", Comma: ",", Period: "." });
  return places[event.code] ?? event.code.replace(/^(Key|Digit)/, "").toLowerCase();
}
