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
const TIMEOUT_MS = 20_000;

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
    return this._ask("GET", "/events", query, undefined, background);
  }

  /** @param {number} id @returns {Promise<EventDetail>} */
  event(id) {
    return this._ask("GET", `/events/${id}`, {});
  }

  /**
   * Decide about several events; gives the outcome of each. One that somebody else decided before stops no other.
   *
   * @param {Review[]} reviews
   * @returns {Promise<Outcome[]>}
   */
  async review(reviews) {
    return (await this._ask("POST", "/reviews", {}, { items: reviews })).items;
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {Record<string, string | number | boolean>} query
   * @param {object} [body]
   * @param {boolean} [background]
   * @returns {Promise<any>} the answer of a known route has the shape that its description says
   */
  async _ask(method, path, query, body, background = false) {
    const asked = new URLSearchParams({ language: this._language });
    for (const [key, value] of Object.entries(query)) asked.set(key, String(value));
    const answer = await fetch(`${BRIDGE}${path}?${asked}`, {
      method,
      headers: { [MARK]: background ? "background" : "reader", ...(body && { "Content-Type": "application/json" }) },
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
