// @ts-check
/**
 * The shapes of the data: those of the API (api/schemas/events.py), and what the page gives (review_data.py).
 *
 * @typedef {"open" | "confirmed" | "dismissed"} Verdict
 * @typedef {"confirmed" | "dismissed" | "reopened"} Decision
 * @typedef {string | number | boolean | null} Scalar
 *
 * @typedef {object} EventItem
 * @property {number} id
 * @property {string} kind
 * @property {number} start UTC seconds
 * @property {number} end UTC seconds
 * @property {string} start_local ISO 8601 on the clock of the site
 * @property {number} confidence
 * @property {"fact" | "question" | "hint"} certainty
 * @property {boolean} fault
 * @property {Verdict} verdict
 * @property {boolean} found
 * @property {string} timezone
 * @property {string} camera
 * @property {number} camera_id
 * @property {string} counter
 * @property {number} counter_id
 * @property {string | null} counter_name
 * @property {string[]} clauses
 * @property {string | null} sentence
 * @property {string | null} poster_url
 * @property {string | null} clip_url
 * @property {number | null} clip_start UTC seconds
 *
 * @typedef {{event_id: number, decision: Decision, reason: string, expected: Verdict}} Review
 * @typedef {{event_id: number, status: number, detail: string | null, verdict: Verdict | null}} Outcome
 * @typedef {{user: string, decision: string, reason: string, at: number, at_local: string}} Step
 * @typedef {{day: string, clause: string, points: number, charged: boolean}} Cost
 * @typedef {{zh: string, en: string} & Record<string, string>} Words
 * @typedef {{id: string, wording: Words, document: Words, article: string}} Clause
 * @typedef {{met: number, of: number, low: number, high: number}} Audited
 *
 * @typedef {object} Appeal
 * @property {string} filed_by
 * @property {string} person
 * @property {string} reason
 * @property {number} filed_at UTC seconds
 * @property {"open" | "accepted" | "rejected"} state
 * @property {string | null} decided_by
 * @property {string} answer
 * @property {number | null} decided_at UTC seconds
 * @property {number | null} points_before
 * @property {number | null} points_after
 *
 * @typedef {object} Detail
 * @property {Record<string, Scalar>} attributes
 * @property {Record<string, Scalar>} evidence
 * @property {Clause[]} norms
 * @property {Step[]} reviews newest last
 * @property {Appeal[]} appeals
 * @property {Cost[]} costs
 * @property {{name: string, fingerprint: string}} recording
 * @property {{state: string, sha256: string | null, sealed_at: number | null} | null} clip_seal
 * @property {string} evidence_url
 * @property {Audited | null} audited
 * @typedef {EventItem & Detail} EventDetail
 *
 * @typedef {[number, number][]} Polygon corners, 0 to 1 of the picture
 * @typedef {{staff_zone: Polygon, customer_zone: Polygon | null, waiting_zone: Polygon | null}} Zones
 * @typedef {{counters: Record<string, Zones>, in_use: boolean}} CameraZones
 *
 * @typedef {{items: EventItem[], next: string | null, total: number, capped: boolean}} EventPage
 *
 * @typedef {object} PageData
 * @property {string} language
 * @property {string} tag
 * @property {Record<string, string>} texts
 * @property {Record<string, Record<string, string>>} names
 * @property {EventPage} first
 * @property {Record<string, string | number | boolean>} query
 * @property {number} waiting
 * @property {boolean} may_review
 * @property {boolean} may_audit
 * @property {string[]} presets
 * @property {Record<string, string>} against
 * @property {number} low_confidence
 * @property {number} refresh_s
 */
export {};
