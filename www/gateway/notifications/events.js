// The events that the gateway notifies about, each derived from one entry of the audit log. What is not in the audit log does
// not notify, and an entry without a rule here does not either.

/** @typedef {import("../audit/chain.js").Entry} Entry */

/** In the order of the documentation. */
export const EVENT_TYPES = /** @type {const} */ ([
  "approval-requested",
  "approval-decided",
  "approval-expiring",
  "approval-ended",
  "run-paused",
  "run-stopped",
  "run-ended",
  "brake-tripped",
  "hold-ending",
  "hold-ended",
  "settings-changed",
  "api-key-rotated",
  "frozen",
  "unfrozen",
  "break-glass",
  "witness-failed",
  "witness-recovered",
  "test",
]);

/** @typedef {(typeof EVENT_TYPES)[number]} EventType */
/** `partially-approved`: further people must approve. `decided`: by a request to CertCentral. @typedef {"approved" | "partially-approved" | "rejected" | "decided"} Decision */
/** What an event is about. @typedef {{ order?: string, certificate?: string, request?: string, job?: string }} Subject */
/**
 * `by` is the actor's id. Times are UTC milliseconds.
 * @typedef {(
 *   | { type: "approval-requested", subject: Subject, by: string, approval: "two-person" | "digicert", certificates?: number, expires?: number }
 *   | { type: "approval-decided", subject: Subject, by: string, decision: Decision, outcome: string }
 *   | { type: "approval-expiring", subject: Subject, by: string, expires: number }
 *   | { type: "approval-ended", subject: Subject, by: string, cause: "expired" | "void" | "withdrawn", reason?: string }
 *   | { type: "run-paused", subject: Subject, reason: string }
 *   | { type: "run-stopped", subject: Subject, code: string }
 *   | { type: "run-ended", subject: Subject, revoked?: number, requested?: number, refused?: number, unknown?: number }
 *   | { type: "brake-tripped", subject: Subject, by: string }
 *   | { type: "hold-ending", subject: Subject, by: string, until: number }
 *   | { type: "hold-ended", subject: Subject, by: string, cause: "lifted" | "expired" }
 *   | { type: "settings-changed", settings: string[] }
 *   | { type: "api-key-rotated" }
 *   | { type: "frozen", by: string }
 *   | { type: "unfrozen", by: string }
 *   | { type: "break-glass", subject: Subject, by: string }
 *   | { type: "witness-failed", witness: string }
 *   | { type: "witness-recovered", witness: string }
 *   | { type: "test", by: string }
 * )} NotificationEvent
 */

/** Names longer than this are cut. */
const MAX_TEXT = 200;

/** @type {Map<string, (entry: Entry) => NotificationEvent | undefined>} */
const RULES = new Map([
  ["revoke-order-answer", revocationEvent],
  ["revoke-certificate-answer", revocationEvent],
  ["decide-request-answer", decisionEvent],
  ["proposal-expired", (entry) => endedEvent(entry, "expired")],
  ["proposal-void", (entry) => endedEvent(entry, "void")],
  ["proposal-withdrawn", (entry) => endedEvent(entry, "withdrawn")],
  ["withdraw-proposal-answer", withdrawalEvent],
  ["hold-lift-requested", startEvent],
  ["job-start-answer", startEvent],
  [
    "job-paused",
    (entry) => ({ type: "run-paused", ...about(entry), reason: text(entry, "reason") }),
  ],
  ["job-stopped", (entry) => ({ type: "run-stopped", ...about(entry), code: text(entry, "code") })],
  ["job-ended", endEvent],
  [
    "hold-lifted",
    (entry) => ({ type: "hold-ended", ...about(entry), ...by(entry), cause: "lifted" }),
  ],
  [
    "hold-ended",
    (entry) => ({ type: "hold-ended", ...about(entry), ...by(entry), cause: "expired" }),
  ],
  ["settings-changed", settingsEvent],
  ["api-key-rotated", () => ({ type: "api-key-rotated" })],
  ["witness-failed", (entry) => ({ type: "witness-failed", witness: text(entry, "kind") })],
  ["witness-recovered", (entry) => ({ type: "witness-recovered", witness: text(entry, "kind") })],
  ["frozen", (entry) => ({ type: "frozen", ...by(entry) })],
  ["freeze-release-answer", releaseEvent],
  ["break-glass", breakGlassEvent],
  ["job-break-glass", breakGlassEvent],
  ["notification-test", (entry) => ({ type: "test", ...by(entry) })],
]);

/** Returns the event of an entry, `undefined` if it does not notify. @param {Entry} entry sanitized @returns {NotificationEvent | undefined} */
export function eventOf(entry) {
  return RULES.get(entry.action)?.(entry);
}

/** @param {Entry} entry @returns {NotificationEvent | undefined} */
function revocationEvent(entry) {
  const outcome = entry.answer?.outcome;
  if (outcome === "brake") return { type: "brake-tripped", ...about(entry), ...by(entry) };
  if (outcome === "proposed") return requestedEvent(entry, "two-person");
  return outcome === "requested" ? requestedEvent(entry, "digicert") : undefined;
}

/** @param {Entry} entry @returns {NotificationEvent | undefined} */
function decisionEvent(entry) {
  const { outcome = "" } = entry.answer ?? {};
  if (outcome === "brake") return { type: "brake-tripped", ...about(entry), ...by(entry) };
  const decision = decisionOf(outcome, entry.answer?.effect);
  if (decision === undefined) return undefined;
  return { type: "approval-decided", ...about(entry), ...by(entry), decision, outcome };
}

/** Every other outcome is a refusal: the request is still pending. @param {string} outcome @param {string | undefined} effect @returns {Decision | undefined} */
function decisionOf(outcome, effect) {
  // The decision was sent, and its response was lost.
  if (effect === "unknown") return "decided";
  if (outcome === "approved-partially") return "partially-approved";
  if (outcome.startsWith("approved-")) return "approved";
  return outcome === "rejected" || outcome === "decided" ? outcome : undefined;
}

/** @param {Entry} entry @returns {NotificationEvent | undefined} */
function withdrawalEvent(entry) {
  return entry.answer?.outcome === "withdrawn" ? endedEvent(entry, "withdrawn") : undefined;
}

/** The first of two people to release the stop changes nothing. @param {Entry} entry @returns {NotificationEvent | undefined} */
function releaseEvent(entry) {
  return entry.details?.result === "released" ? { type: "unfrozen", ...by(entry) } : undefined;
}

/** @param {Entry} entry @returns {NotificationEvent | undefined} */
function startEvent(entry) {
  const outcome = entry.details?.outcome;
  if (outcome === "brake") return { type: "brake-tripped", ...about(entry), ...by(entry) };
  return outcome === "proposed" ? requestedEvent(entry, "two-person") : undefined;
}

/** @param {Entry} entry @param {"two-person" | "digicert"} approval @returns {NotificationEvent} */
function requestedEvent(entry, approval) {
  const { certificates, expires } = entry.details ?? {};
  return {
    ...{ type: "approval-requested", ...about(entry), ...by(entry), approval },
    ...(typeof certificates === "number" ? { certificates } : {}),
    ...(typeof expires === "number" ? { expires } : {}),
  };
}

/** @param {Entry} entry @param {"expired" | "void" | "withdrawn"} cause @returns {NotificationEvent} */
function endedEvent(entry, cause) {
  const reason = text(entry, "reason");
  const ended = {
    type: /** @type {const} */ ("approval-ended"),
    ...about(entry),
    ...by(entry),
    cause,
  };
  return reason === "" ? ended : { ...ended, reason };
}

/** @param {Entry} entry @returns {NotificationEvent} */
function endEvent(entry) {
  const counts = /** @type {Record<string, unknown>} */ (entry.details?.counts ?? {});
  const { revoked } = counts;
  // Revoked orders are counted by proof.
  const proofs =
    typeof revoked === "object" && revoked !== null ? Object.values(revoked) : [revoked];
  const numbers = {
    ...counts,
    revoked: proofs.reduce((sum, count) => sum + Number(count ?? 0), 0),
  };
  const known = ["revoked", "requested", "refused", "unknown"].flatMap((name) => {
    const count = /** @type {Record<string, unknown>} */ (numbers)[name];
    return typeof count === "number" ? [[name, count]] : [];
  });
  return { type: "run-ended", ...about(entry), ...Object.fromEntries(known) };
}

/** @param {Entry} entry @returns {NotificationEvent} */
function breakGlassEvent(entry) {
  return { type: "break-glass", ...about(entry), ...by(entry) };
}

/** The first entry of a log states the settings; nothing has changed. @param {Entry} entry @returns {NotificationEvent | undefined} */
function settingsEvent({ details }) {
  if (details?.previous === null) return undefined;
  const changed = Array.isArray(details?.changed) ? details.changed : [];
  return { type: "settings-changed", settings: changed.map((name) => cut(String(name))) };
}

/** @param {Entry} entry @returns {{ subject: Subject }} */
function about({ target = {}, details = {} }) {
  const { request = target.request, job } = details;
  const subject = { order: target.order, certificate: target.certificate, request, job };
  const known = Object.entries(subject).flatMap(([name, id]) =>
    id === undefined || id === null ? [] : [[name, cut(String(id))]],
  );
  return { subject: Object.fromEntries(known) };
}

/** @param {Entry} entry */
const by = ({ actor }) => ({ by: cut(actor.id) });

/** @param {Entry} entry @param {string} name of a detail */
const text = ({ details }, name) => cut(String(details?.[name] ?? ""));

/** @param {string} value */
const cut = (value) => (value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value);
