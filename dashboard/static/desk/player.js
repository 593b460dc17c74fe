// @ts-check
/** The player: one clip with the span of its event marked, steps of a picture, speeds and a loop. */

import { Clips } from "./clips.js";
import { button, fill, h, media } from "./dom.js";
import { position } from "./format.js";
import { ZonesOverlay } from "./zones.js";

/**
 * @typedef {import("./api.js").Api} Api
 * @typedef {import("./texts.js").Texts} Texts
 * @typedef {import("./types.js").EventItem} EventItem
 * @typedef {import("./types.js").EventDetail} EventDetail
 */

const SPEEDS = [0.5, 1, 1.5, 2, 3, 4];
const KEPT = "counterwatch-speed";
const SERVES = new Set(["intact", "unsealed"]);
const USUAL_FRAME_S = 1 / 25;
const LONGEST_FRAME_S = 0.25; // a longer gap between two pictures is a seek

export class Player {
  /**
   * @param {Api} api
   * @param {Texts} texts
   * @param {() => void} failed called when the clip cannot be loaded
   */
  constructor(api, texts, failed) {
    this._texts = texts;
    this._failed = failed;
    this.clips = new Clips();
    /** The clip whose view is not written down yet, because it was fetched ahead. @type {string | null} */
    this._unseen = null;
    this._frame = USUAL_FRAME_S;
    /** @type {[number, number] | null} */
    this._span = null;
    this._speed = Math.max(0, SPEEDS.indexOf(Number(sessionStorage.getItem(KEPT) ?? 1)));
    this.video = h("video", { playsinline: true, preload: "none", "aria-label": texts.t("event.video") });
    this.video.muted = true;
    this._zones = new ZonesOverlay(api, texts, this.video);
    this._none = h("div", { class: "none", role: "status" });
    this._bar = h("input", { type: "range", min: 0, max: 1, step: "any", value: 0, "aria-label": texts.t("desk.scrub") });
    this._mark = h("span", { class: "span", hidden: true });
    this._at = h("span", { class: "at mono" });
    this._play = button("", () => this.toggle(), { name: "play", symbol: "play_arrow", classes: "plain", label: texts.t("desk.key.play") });
    this._rate = button(" ", () => this.speed(1, true), { name: "speed", classes: "plain", label: texts.t("desk.key.speed") });
    this._loop = button("", () => this.loop(), { name: "loop", symbol: "repeat", classes: "plain", label: texts.t("desk.key.loop") });
    this._layers = button("", () => this.zones(), { name: "zones", symbol: "layers", classes: "plain", label: texts.t("desk.key.zones") });
    this._controls = h(
      "div",
      { class: "controls" },
      this._play,
      button("", () => this.step(-1), { name: "back", symbol: "skip_previous", classes: "plain", label: texts.t("desk.step.back") }),
      button("", () => this.step(1), { name: "ahead", symbol: "skip_next", classes: "plain", label: texts.t("desk.step.ahead") }),
      h("div", { class: "scrub" }, this._mark, this._bar),
      this._at,
      this._rate,
      this._loop,
      this._layers,
    );
    this._screen = h("div", { class: "screen" }, this.video, this._zones.root);
    this.root = h("div", { class: "player" }, this._screen, this._none, this._controls);
    this._listen();
    this._show();
  }

  /** Show the picture of an event; its clip is not asked for, because each clip that is sent is a view in the audit log. @param {EventItem} item */
  still(item) {
    this._unseen = null;
    this.video.removeAttribute("src");
    this.video.load();
    const poster = media(item.poster_url);
    if (poster) this.video.poster = poster;
    else this.video.removeAttribute("poster");
    this._span = item.clip_start === null ? null : [item.start - item.clip_start, item.end - item.clip_start];
    this._zones.follow(item);
    this._absent(item.clip_url === null ? "event.no.clip" : null);
    this._show();
  }

  /** Give the clip of an event to the player, which fetches it once it plays. @param {EventDetail} detail */
  load(detail) {
    const seal = detail.clip_seal?.state ?? "unsealed";
    const clip = media(detail.clip_url);
    this._absent(clip === null ? "event.no.clip" : SERVES.has(seal) ? null : `event.clip.${seal}`);
    if (clip === null || !SERVES.has(seal)) return;
    const ahead = this.clips.take(detail);
    this._unseen = ahead && clip;
    this.video.src = ahead ?? clip;
    this.video.defaultPlaybackRate = SPEEDS[this._speed];
  }

  /** Say that the clip cannot be played. */
  broken() {
    this._absent("event.broken");
  }

  play() {
    if (!this.video.hasAttribute("src")) return;
    this.video.playbackRate = SPEEDS[this._speed];
    // Going on to another event aborts a clip that is starting, and a browser may refuse to play by itself.
    this.video.play().catch((error) => {
      if (!["AbortError", "NotAllowedError", "NotSupportedError"].includes(error.name)) throw error;
    });
  }

  toggle() {
    if (this.video.paused) this.play();
    else this.video.pause();
  }

  /** @param {number} by seconds */
  seek(by) {
    const { duration, currentTime } = this.video;
    if (Number.isFinite(duration)) this.video.currentTime = Math.min(duration, Math.max(0, currentTime + by));
  }

  /** Stop and go some pictures on or back. @param {number} pictures */
  step(pictures) {
    this.video.pause();
    this.seek(pictures * this._frame);
  }

  /** @param {number} by steps of the list of speeds @param {boolean} [around] whether the slowest follows the fastest */
  speed(by, around = false) {
    const next = this._speed + by;
    this._speed = around ? next % SPEEDS.length : Math.min(SPEEDS.length - 1, Math.max(0, next));
    sessionStorage.setItem(KEPT, String(SPEEDS[this._speed]));
    this.video.playbackRate = SPEEDS[this._speed];
    this._show();
  }

  loop() {
    this.video.loop = !this.video.loop;
    this._show();
  }

  /** Show the zones of the counter over the clip, or hide them. */
  zones() {
    this._zones.toggle();
    this._show();
  }

  /** @param {string | null} problem the key of the text that says why there is no clip */
  _absent(problem) {
    this._screen.hidden = this._controls.hidden = problem !== null;
    this._none.hidden = problem === null;
    if (problem === null) return;
    const { t } = this._texts;
    const why = `${problem}.why`;
    fill(
      this._none,
      h("b", {}, t.call(this._texts, problem)),
      this._texts.has(why) && h("span", { class: "small" }, t.call(this._texts, why)),
    );
  }

  _listen() {
    const video = this.video;
    for (const name of ["play", "pause", "timeupdate", "seeked", "loadedmetadata", "emptied"]) {
      video.addEventListener(name, () => this._show());
    }
    video.addEventListener("play", () => this._seen());
    video.addEventListener("click", () => this.toggle());
    video.addEventListener("error", () => this._failed());
    this._bar.addEventListener("input", () => {
      if (Number.isFinite(video.duration)) video.currentTime = Number(this._bar.value) * video.duration;
    });
    this._measure();
  }

  /** Nothing plays on whose view cannot be written down. */
  async _seen() {
    const clip = this._unseen;
    this._unseen = null;
    if (clip === null || (await this.clips.view(clip))) return;
    this.video.pause();
    this._failed();
  }

  /** Learn how long a picture stays from the pictures that are shown. */
  _measure() {
    if (!("requestVideoFrameCallback" in this.video)) return;
    let before = NaN;
    const each = (/** @type {number} */ _, /** @type {VideoFrameCallbackMetadata} */ { mediaTime }) => {
      const passed = mediaTime - before;
      if (!this.video.paused && this.video.playbackRate === 1 && passed > 0 && passed < LONGEST_FRAME_S) this._frame = passed;
      before = mediaTime;
      this.video.requestVideoFrameCallback(each);
    };
    this.video.requestVideoFrameCallback(each);
  }

  _show() {
    const { video, _texts: texts } = this;
    const duration = Number.isFinite(video.duration) ? video.duration : 0;
    const symbol = this._play.querySelector("i");
    if (symbol) symbol.textContent = video.paused ? "play_arrow" : "pause";
    const rate = this._rate.querySelector("span");
    if (rate) rate.textContent = texts.t("desk.speed", { n: String(SPEEDS[this._speed]) });
    this._loop.setAttribute("aria-pressed", String(video.loop));
    this._layers.setAttribute("aria-pressed", String(this._zones.on));
    this._bar.disabled = duration === 0;
    this._bar.value = String(duration ? video.currentTime / duration : 0);
    this._bar.setAttribute("aria-valuetext", texts.t("desk.scrub.at", { at: position(video.currentTime), length: position(duration) }));
    this._at.textContent = duration ? `${position(video.currentTime)} / ${position(duration)}` : "";
    this._mark.hidden = duration === 0 || this._span === null;
    if (this._span === null || duration === 0) return;
    const [from, to] = this._span.map((at) => Math.min(duration, Math.max(0, at)));
    this._mark.style.left = `${(100 * from) / duration}%`;
    this._mark.style.width = `${(100 * (to - from)) / duration}%`;
    this._mark.title = texts.t("desk.span", { from: position(from), to: position(to) });
  }
}
