// @ts-check
/** The appeals against an event. They are filed and decided on the page of the event. */

import { chip, h } from "./dom.js";
import { momentAt, number } from "./format.js";

/**
 * @typedef {import("./texts.js").Texts} Texts
 * @typedef {import("./types.js").Appeal} Appeal
 * @typedef {import("./types.js").EventDetail} EventDetail
 */

/** The colour class of each state. @type {Record<string, string>} */
const STATES = { open: "open", accepted: "good", rejected: "" };

/** The appeals, and the way to file one; nothing for a record, which is nobody's fault. @param {EventDetail} detail @param {Texts} texts */
export function appeals(detail, texts) {
  if (!detail.fault) return null;
  return h(
    "section",
    { class: "section appeals" },
    h("h3", {}, texts.t("appeals.title")),
    !detail.appeals.length && h("p", { class: "soft" }, texts.t("appeals.none.event")),
    ...detail.appeals.map((appeal) => one(appeal, detail.timezone, texts)),
    h("a", { href: `/events/${detail.id}` }, texts.t("appeals.none.text")),
  );
}

/** @param {Appeal} appeal @param {string} timezone @param {Texts} texts */
function one(appeal, timezone, texts) {
  const who = appeal.person ? texts.t("appeals.for", { user: appeal.filed_by, person: appeal.person }) : appeal.filed_by;
  return h(
    "div",
    { class: "appeal" },
    h("div", { class: "chips" }, chip(texts.t(`appeals.${appeal.state}`), STATES[appeal.state]), h("b", {}, who), time(appeal.filed_at, timezone)),
    h("div", {}, appeal.reason),
    appeal.decided_at !== null && answer(appeal, appeal.decided_at, timezone, texts),
  );
}

/** @param {Appeal} appeal @param {number} at @param {string} timezone @param {Texts} texts */
function answer(appeal, at, timezone, texts) {
  const { points_before: before, points_after: after } = appeal;
  return h(
    "div",
    { class: "answer" },
    h("div", { class: "chips" }, h("b", {}, appeal.decided_by), time(at, timezone)),
    h("div", {}, appeal.answer),
    before !== null &&
      after !== null &&
      h("div", { class: "small soft" }, texts.t("appeals.points", { before: number(before, 2), after: number(after, 2) })),
  );
}

/** @param {number} at @param {string} timezone */
const time = (at, timezone) => h("time", { class: "small faint" }, momentAt(at, timezone));
