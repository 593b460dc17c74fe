// @ts-check
/** The zones of an event's counter over its clip. They are those of today: a clip may be older than a correction. */

import { fill, h } from "./dom.js";

/**
 * @typedef {import("./api.js").Api} Api
 * @typedef {import("./texts.js").Texts} Texts
 * @typedef {import("./types.js").CameraZones} CameraZones
 * @typedef {import("./types.js").EventItem} EventItem
 */

const SVG = "http://www.w3.org/2000/svg";
const FIELDS = /** @type {const} */ ([
  ["staff_zone", "staff"],
  ["customer_zone", "customer"],
  ["waiting_zone", "waiting"],
]);

export class ZonesOverlay {
  /** @param {Api} api @param {Texts} texts @param {HTMLVideoElement} video */
  constructor(api, texts, video) {
    this._api = api;
    this._texts = texts;
    this._video = video;
    /** @type {Map<number, Promise<CameraZones>>} */
    this._known = new Map();
    /** @type {EventItem | null} */
    this._item = null;
    this.on = false;
    this._svg = document.createElementNS(SVG, "svg");
    this._svg.setAttribute("aria-hidden", "true");
    this._legend = h("div", { class: "zone-legend small" });
    this.root = h("div", { class: "zones", hidden: true });
    this.root.append(this._svg, this._legend);
    video.addEventListener("loadedmetadata", () => this._draw());
  }

  /** Show the zones, or hide them. */
  async toggle() {
    this.on = !this.on;
    await this._draw();
  }

  /** Go to another event. @param {EventItem} item */
  async follow(item) {
    this._item = item;
    await this._draw();
  }

  async _draw() {
    const item = this._item;
    this.root.hidden = true;
    if (!this.on || !item) return;
    const asked = this._known.get(item.camera_id) ?? this._api.zones(item.camera_id);
    this._known.set(item.camera_id, asked);
    const found = await asked.catch(() => null);
    if (!found) this._known.delete(item.camera_id); // asked again the next time
    const zones = found?.counters[item.counter];
    if (!zones || this._item?.id !== item.id || !this.on) return;
    const [width, height] = [this._video.videoWidth || 16, this._video.videoHeight || 9];
    this._svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const shown = FIELDS.filter(([field]) => zones[field]);
    this._svg.replaceChildren(
      ...shown.map(([field, name]) => {
        const polygon = document.createElementNS(SVG, "polygon");
        polygon.setAttribute("class", name);
        polygon.setAttribute("points", (zones[field] ?? []).map(([x, y]) => `${x * width},${y * height}`).join(" "));
        return polygon;
      }),
    );
    const names = shown.map(([, name]) => h("span", { class: name }, this._texts.t(`site.${name}`)));
    fill(this._legend, ...names, h("span", {}, this._texts.t(found.in_use ? "desk.zones" : "desk.zones.corrected")));
    this.root.hidden = false;
  }
}
