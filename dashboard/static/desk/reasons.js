// @ts-check
/** What explains an event: sentence, figures, clauses with their sources, points, reviews and the recording. */

import { appeals } from "./appeals.js";
import { chip, h, media } from "./dom.js";
import { evidenceRows, valueText } from "./evidence.js";
import { day, moment, momentAt, number, percent } from "./format.js";
import { capitalized } from "./texts.js";

/**
 * @typedef {import("./texts.js").Texts} Texts
 * @typedef {import("./types.js").EventDetail} EventDetail
 * @typedef {import("./types.js").EventItem} EventItem
 * @typedef {import("./types.js").PageData} PageData
 */

/** @param {EventItem} item @param {Texts} texts */
export function sentence(item, texts) {
  return h("p", { class: "sentence" }, capitalized(item.sentence ?? texts.t("event.no.sentence")));
}

/**
 * All sections of a fetched event.
 *
 * @param {EventDetail} detail
 * @param {Texts} texts
 * @param {PageData} data
 */
export function reasons(detail, texts, data) {
  return [
    said(detail, texts),
    section(texts.t("event.figures"), ...figures(detail, texts, data)),
    section(texts.t("event.clauses"), clauses(detail, texts)),
    section(texts.t("event.costs"), ...costs(detail, texts)),
    section(texts.t("event.history"), history(detail, texts)),
    appeals(detail, texts),
    section(texts.t("event.recording"), ...source(detail, texts, data)),
  ];
}

/** @param {string} title @param {...(Node | null)} parts */
const section = (title, ...parts) => h("section", { class: "section" }, h("h3", {}, title), ...parts);

/** @param {EventDetail} detail @param {Texts} texts */
function said(detail, texts) {
  const { audited } = detail;
  const ends = audited && { low: percent(audited.low), high: percent(audited.high) };
  return h(
    "section",
    { class: "section" },
    sentence(detail, texts),
    audited && h("p", { class: "small soft" }, texts.t("event.audited", { met: audited.met, of: audited.of, ...ends })),
    !detail.found && h("div", { class: "chips" }, chip(texts.t("event.lost"), "open")),
  );
}

/** @param {EventDetail} detail @param {Texts} texts @param {PageData} data */
function figures(detail, texts, data) {
  const rows = evidenceRows(detail.evidence, data.against, texts);
  const heads = ["event.figure", "event.measured", "event.threshold"].map((key) => texts.t(key));
  const attributes = Object.entries(detail.attributes);
  /** @param {string} name @param {string[]} cells @param {boolean} head */
  const line = (name, cells, head) =>
    h("tr", {}, ...[name, ...cells].map((cell, at) => h(head ? "th" : "td", { class: at ? "num" : null, scope: head ? "col" : null }, cell)));
  return [
    rows.length
      ? h("table", {}, h("thead", {}, line(heads[0], heads.slice(1), true)), h("tbody", {}, ...rows.map(([name, ...cells]) => line(name, cells, false))))
      : h("p", { class: "soft" }, texts.t("event.figures.none")),
    h("div", { class: "chips" }, ...attributes.map(([key, value]) => chip(`${texts.named("figure", key)}: ${valueText(key, value, texts)}`))),
  ];
}

/** @param {EventDetail} detail @param {Texts} texts */
function clauses(detail, texts) {
  if (!detail.norms.length) return h("p", { class: "soft" }, texts.t("event.clauses.none"));
  /** @param {Record<string, string>} words */
  const words = (words) => words[texts.language] ?? words.en;
  return h(
    "ul",
    { class: "clauses" },
    ...detail.norms.map((clause) =>
      h(
        "li",
        {},
        chip(clause.id, "clause"),
        h("div", {}, h("div", {}, words(clause.wording)), h("div", { class: "small faint" }, `${words(clause.document)} · ${clause.article}`)),
      ),
    ),
  );
}

/** @param {EventDetail} detail @param {Texts} texts */
function costs(detail, texts) {
  if (!detail.costs.length) return [h("p", { class: "soft" }, texts.t("event.costs.none"))];
  return detail.costs.map((cost) => {
    const key = cost.charged ? "event.cost" : "event.cost.uncharged";
    const values = { day: day(cost.day, texts), clause: cost.clause, points: number(cost.points, 2) };
    return h("a", { href: `/scores/${cost.day}/${detail.counter_id}` }, texts.t(key, values));
  });
}

/** @param {EventDetail} detail @param {Texts} texts */
function history(detail, texts) {
  if (!detail.reviews.length) return h("p", { class: "soft" }, texts.t("event.history.none"));
  return h(
    "ul",
    { class: "history" },
    ...[...detail.reviews].reverse().map((review) =>
      h(
        "li",
        {},
        h("b", {}, review.user),
        h("span", { class: "soft" }, ` ${texts.t(`decision.${review.decision}`)} · ${moment(review.at_local)}`),
        review.reason && h("div", {}, review.reason),
      ),
    ),
  );
}

/** Since when the clip is unchanged, or that nothing shows it. @param {EventDetail} detail @param {Texts} texts */
function seal(detail, texts) {
  const { clip_seal: found } = detail;
  if (found === null || !["intact", "unsealed"].includes(found.state)) return null;
  if (found.sealed_at === null) return h("p", { class: "small" }, texts.t("event.clip.unsealed"));
  const values = { at: momentAt(found.sealed_at, detail.timezone), sha256: found.sha256 ?? "" };
  return h("p", { class: "mono small faint" }, texts.t("event.clip.intact", values));
}

/** @param {EventDetail} detail @param {Texts} texts @param {PageData} data */
function source(detail, texts, data) {
  const clip = media(detail.clip_url);
  const archive = media(detail.evidence_url);
  /** @param {string} key @param {string} href @param {string} [download] */
  const link = (key, href, download) => h("a", { class: "btn plain", href, download }, texts.t(key));
  return [
    h(
      "div",
      { class: "facts" },
      h("span", {}, detail.recording.name),
      h("span", {}, texts.t("site.camera", { name: detail.camera })),
      h("span", { class: "mono" }, `${texts.t("event.fingerprint")} ${detail.recording.fingerprint.slice(0, 16)}`),
    ),
    seal(detail, texts),
    h(
      "div",
      { class: "chips" },
      link("event.link", `/events/${detail.id}`),
      clip && link("event.download", `${clip}${clip.includes("?") ? "&" : "?"}download=1`, `event-${detail.id}.mp4`),
      archive && link("event.evidence", archive, `evidence-event-${detail.id}.zip`),
      data.may_audit && link("holds.place", `/holds?event=${detail.id}`),
    ),
  ];
}
