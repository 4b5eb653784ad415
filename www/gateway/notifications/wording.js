// What people read about an event: one sentence, and facts with a label each. Ids and names of people are plain text.

/** @typedef {import("./events.js").NotificationEvent} NotificationEvent */
/** @typedef {import("./events.js").Subject} Subject */
/** @typedef {{ title: string, facts: Array<[label: string, value: string]> }} Wording */

const DECISIONS = {
  approved: "approved",
  "partially-approved": "approved by one more person, and waits for another",
  rejected: "rejected",
  decided: "decided in CertCentral",
};

/** @param {NotificationEvent} event @returns {Wording} */
export function wordingOf(event) {
  switch (event.type) {
    case "approval-requested":
      return {
        title:
          event.approval === "digicert"
            ? "A revocation waits for approval in CertCentral"
            : "A revocation waits for a second person",
        facts: facts(event, [
          ["Certificates", event.certificates],
          ["Expires", timeOf(event.expires)],
        ]),
      };
    case "approval-decided":
      return {
        title: `An approval request was ${DECISIONS[event.decision]}`,
        facts: facts(event, [["Outcome", event.outcome]]),
      };
    case "approval-expiring":
      return {
        title: "An approval request expires soon",
        facts: facts(event, [["Expires", timeOf(event.expires)]]),
      };
    case "approval-ended": {
      const ends = { expired: "has expired", void: "is void", withdrawn: "was withdrawn" };
      return {
        title: `An approval request ${ends[event.cause]}`,
        facts: facts(event, [["Reason", event.reason]]),
      };
    }
    case "run-paused":
      return { title: "A bulk run is paused", facts: facts(event, [["Reason", event.reason]]) };
    case "run-stopped":
      return {
        title: "A bulk run has stopped: DigiCert rejects the API key",
        facts: facts(event, [["Code", event.code]]),
      };
    case "run-ended":
      return {
        title: "A bulk run has ended",
        facts: facts(event, [
          ["Revoked", event.revoked],
          ["Requested", event.requested],
          ["Refused", event.refused],
          ["Unknown", event.unknown],
        ]),
      };
    case "brake-tripped":
      return { title: "The revocation limit was reached", facts: facts(event) };
    case "hold-ending":
      return { title: "A hold ends soon", facts: facts(event, [["Until", timeOf(event.until)]]) };
    case "hold-ended":
      return {
        title: event.cause === "lifted" ? "A hold was lifted" : "A hold has ended",
        facts: facts(event),
      };
    case "settings-changed":
      return {
        title: "The gateway's settings changed",
        facts: facts({}, [["Settings", event.settings.join(", ")]]),
      };
    case "api-key-rotated":
      return { title: "The API key was replaced", facts: [] };
    case "frozen":
      return { title: "All runs and changes are frozen", facts: facts(event) };
    case "unfrozen":
      return { title: "Runs and changes are possible again", facts: facts(event) };
    case "break-glass":
      return { title: "The revocation limit was bypassed (break-glass)", facts: facts(event) };
    case "witness-failed":
      return {
        title: "The audit log could not be published to its witness",
        facts: facts({}, [["Witness", event.witness]]),
      };
    case "witness-recovered":
      return {
        title: "The audit log is published to its witness again",
        facts: facts({}, [["Witness", event.witness]]),
      };
    case "test":
      return { title: "Test notification of the gateway", facts: facts(event) };
  }
}

/**
 * @param {{ subject?: Subject, by?: string }} event
 * @param {Array<[label: string, value: string | number | undefined]>} [more]
 * @returns {Wording["facts"]}
 */
function facts({ subject = {}, by }, more = []) {
  /** @type {typeof more} */
  const all = [
    ["Order", subject.order],
    ["Certificate", subject.certificate],
    ["Request", subject.request],
    ["List", subject.job],
    ["By", by],
    ...more,
  ];
  return all.flatMap(([label, value]) =>
    value === undefined || value === ""
      ? []
      : [/** @type {[string, string]} */ ([label, String(value)])],
  );
}

/** @param {number | undefined} ms */
const timeOf = (ms) =>
  ms === undefined ? undefined : `${new Date(ms).toISOString().slice(0, 16).replace("T", " ")} UTC`;
