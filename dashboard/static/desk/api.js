// @ts-check
/** The API over the bridge of the dashboard (dashboard/pages/api_bridge.py), which adds the session's token. */

/**
 * @typedef {import("./types.js").EventDetail} EventDetail
 * @typedef {import("./types.js").EventPage} EventPage
 * @typedef {import("./types.js").Outcome} Outcome
 * @typedef {import("./types.js").Review} Review
 */

const BRIDGE = "/bridge";
const MARK = "Counterwatch-Page";
const REPEATABLE = "Idempotency-Key";
const KEY_BYTES = 16;
const TIMEOUT_MS = 20_000;
const AGAIN_MS = 1000;

/** The API refused, or did not answer: status 0. `detail` is one line for people. */
export class ApiError extends Error {
  /** @param {number} status @param {string} detail */
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

export class Api {
  /** @param {string} language of the sentences */
  constructor(language) {
    this._language = language;
  }

  /**
   * A page of events.
   *
   * @param {Record<string, string | number | boolean>} query
   * @param {boolean} [background] whether nobody asked for it, so that it keeps no session alive
   * @returns {Promise<EventPage>}
   */
  events(query, background = false) {
    return this._ask("GET", "/events", query, undefined, background ? { [MARK]: "background" } : {});
  }

  /** @param {number} id @returns {Promise<EventDetail>} */
  event(id) {
    return this._ask("GET", `/events/${id}`, {});
  }

  /** @param {number} camera @returns {Promise<import("./types.js").CameraZones>} */
  zones(camera) {
    return this._ask("GET", `/cameras/${camera}/zones`, {});
  }

  /**
   * Decide about several events; gives the outcome of each. One that somebody else decided before stops no other.
   *
   * An answer that was lost is asked for once more with the same key, so that a verdict that was kept is not made twice.
   *
   * @param {Review[]} reviews
   * @returns {Promise<Outcome[]>}
   */
  async review(reviews) {
    const key = [...crypto.getRandomValues(new Uint8Array(KEY_BYTES))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const send = () => this._ask("POST", "/reviews", {}, { items: reviews }, { [REPEATABLE]: key });
    const answer = await send().catch(async (problem) => {
      if (!(problem instanceof ApiError) || (problem.status !== 0 && problem.status < 500)) throw problem;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      return send();
    });
    return answer.items;
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {Record<string, string | number | boolean>} query
   * @param {object} [body]
   * @param {Record<string, string>} [headers]
   * @returns {Promise<any>} the answer of a known route has the shape that its description says
   */
  async _ask(method, path, query, body, headers = {}) {
    const asked = new URLSearchParams({ language: this._language });
    for (const [key, value] of Object.entries(query)) asked.set(key, String(value));
    const answer = await fetch(`${BRIDGE}${path}?${asked}`, {
      method,
      headers: { [MARK]: "reader", ...(body && { "Content-Type": "application/json" }), ...headers },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch((error) => {
      throw new ApiError(0, String(error));
    });
    const given = await answer.json().catch(() => ({}));
    if (answer.status === 401 && typeof given.sign_in === "string" && given.sign_in.startsWith("/")) {
      location.assign(given.sign_in);
      return new Promise(() => {}); // the page is left: nothing goes on with what it lacks
    }
    if (!answer.ok) throw new ApiError(answer.status, String(given.detail ?? ""));
    return given;
  }
}
