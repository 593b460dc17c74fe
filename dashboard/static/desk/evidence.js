// @ts-check
/** Measured values beside their thresholds, as dashboard/components/evidence_table.py has them. */

import { DASH, number, percent, seconds } from "./format.js";

/**
 * @typedef {import("./texts.js").Texts} Texts
 * @typedef {import("./types.js").Scalar} Scalar
 * @typedef {[name: string, measured: string, threshold: string]} Row
 */

const UNITS = /_(s|deg|share|sd)$/;

/**
 * All figures, each beside its threshold; thresholds without a figure come last.
 *
 * @param {Record<string, Scalar>} evidence
 * @param {Record<string, string>} against the threshold of each figure
 * @param {Texts} texts
 * @returns {Row[]}
 */
export function evidenceRows(evidence, against, texts) {
  /** @param {string} key */
  const isThreshold = (key) => texts.has(`threshold.${key}`);
  const keys = Object.keys(evidence);
  const figures = keys.filter((key) => !isThreshold(key));
  const used = new Set(keys.map((key) => against[key]));
  const alone = keys.filter((key) => isThreshold(key) && !used.has(key));
  return [
    ...figures.map((key) => /** @type {Row} */ ([
      figureName(key, texts),
      valueText(key, evidence[key], texts),
      against[key] in evidence ? valueText(against[key], evidence[against[key]], texts) : DASH,
    ])),
    ...alone.map((key) => /** @type {Row} */ ([texts.t(`threshold.${key}`), DASH, valueText(key, evidence[key], texts)])),
  ];
}

/** A value with the unit of its key. @param {string} key @param {Scalar} value @param {Texts} texts */
export function valueText(key, value, texts) {
  if (value === null) return texts.t("event.unmeasured");
  if (typeof value === "boolean") return texts.t(value ? "event.yes" : "event.no");
  if (typeof value === "string") return key === "excuse" ? texts.named("excuse", value) : value.replaceAll("_", " ");
  if (key.endsWith("_m_s")) return texts.t("unit.speed", { n: number(value, 2) });
  if (key.endsWith("_s") || key === "seconds") return seconds(value, texts);
  if (key.endsWith("_deg")) return texts.t("unit.deg", { n: number(value) });
  if (key.endsWith("_sd")) return texts.t("unit.sd", { n: number(value) });
  if (key.endsWith("_share") || key === "probability" || key.startsWith("presence_")) return percent(value);
  return number(value, 2);
}

/** @param {string} key @param {Texts} texts */
function figureName(key, texts) {
  return texts.knows(key) ? texts.named("figure", key) : key.replace(UNITS, "").replaceAll("_", " ");
}
