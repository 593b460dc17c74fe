// @ts-check
/** Numbers, durations, days and times as dashboard/formatting.py writes them. Times stand on the clock of the site. */

/** @typedef {import("./texts.js").Texts} Texts */

export const DASH = "–";
const MINUTE = 60;
const HOUR = 3600;
const BELOW_A_MINUTE = 59.95;
const PATTERN = /EEEE|EEE|MMMM|MMM|M|d|y/g;

/** At most `digits` decimals and no trailing zeros. @param {number} value @param {number} [digits] */
export const number = (value, digits = 1) => String(Number(value.toFixed(digits)));

/** A share in whole percent; 100% and 0% only where the share is exactly that. @param {number} share */
export function percent(share) {
  const shown = Math.round(100 * share);
  if (shown === 100 && share < 1) return "99%";
  return `${shown === 0 && share > 0 ? 1 : shown}%`;
}

/** @param {number} value @param {Texts} texts */
export function seconds(value, texts) {
  if (Math.abs(value) < BELOW_A_MINUTE) return texts.t("unit.s", { n: number(value) });
  const whole = Math.round(value);
  return whole < HOUR ? twoUnits("unit.min", whole, texts) : twoUnits("unit.hour", Math.round(value / MINUTE), texts);
}

/** @param {string} key @param {number} small @param {Texts} texts */
function twoUnits(key, small, texts) {
  const whole = Math.floor(small / MINUTE);
  const rest = small % MINUTE;
  return rest ? texts.t(key, { n: String(whole), rest }) : texts.t(`${key}.whole`, { n: String(whole) });
}

/** Hours, minutes and seconds of a local time. @param {string} local ISO 8601 */
export const clock = (local) => local.slice(11, 19);

/** @param {string} local ISO 8601 */
export const moment = (local) => `${local.slice(0, 10)} ${clock(local)}`;

/** Date and time of a moment on the clock of a site. @param {number} at UTC seconds @param {string} timezone */
export function momentAt(at, timezone) {
  // Swedish writes dates as ISO 8601 does.
  return new Intl.DateTimeFormat("sv-SE", { timeZone: timezone, dateStyle: "short", timeStyle: "medium" }).format(at * 1000);
}

/** The day of a local time with its weekday, in the pattern of the language. @param {string} local @param {Texts} texts */
export function day(local, texts) {
  const date = new Date(`${local.slice(0, 10)}T00:00:00Z`);
  /** @param {Intl.DateTimeFormatOptions} options */
  const part = (options) => new Intl.DateTimeFormat(texts.tag, { timeZone: "UTC", ...options }).format(date);
  /** @type {Record<string, () => string>} */
  const parts = {
    EEEE: () => part({ weekday: "long" }),
    EEE: () => part({ weekday: "short" }),
    MMMM: () => part({ month: "long" }),
    MMM: () => part({ month: "short" }),
    M: () => String(date.getUTCMonth() + 1),
    d: () => String(date.getUTCDate()),
    y: () => String(date.getUTCFullYear()),
  };
  return texts.t("format.day").replaceAll("'", "").replace(PATTERN, (found) => parts[found]());
}

/** A position in a clip: minutes, seconds and tenths. @param {number} at seconds */
export function position(at) {
  const tenths = Math.round(at * 10);
  const whole = Math.floor(tenths / 10);
  return `${Math.floor(whole / MINUTE)}:${String(whole % MINUTE).padStart(2, "0")}.${tenths % 10}`;
}
