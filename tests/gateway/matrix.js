// The permission matrix of the gateway: person × endpoint × field × site, with its own rules. It shares no table with the
// gateway, and only a cell that it lists may pass. Invalid tokens: `access-tokens.js`.

const OWN = "http://localhost";
export const LISTED = "https://console.example";
export const ORDER = "123456789";

/** The people of the matrix with their permissions: see, submit, decide, skip, oversee. @type {Record<string, { roles: string[] | null, can: string }>} */
export const PEOPLE = {
  vera: { roles: ["viewer"], can: "see" },
  sam: { roles: ["submitter"], can: "see submit" },
  alex: { roles: ["approver"], can: "see decide" },
  both: { roles: ["approver", "submitter"], can: "see submit decide" },
  ada: { roles: ["admin"], can: "see submit decide skip oversee" },
  noel: { roles: [], can: "" },
  /** Unknown to the gateway. */
  mallory: { roles: null, can: "" },
};

/** Bodies, and the result for a person who has the permission for the call. */
const REVOKES = {
  "{}": "passes",
  '{"revocation_reason":"superseded","skip_approval":false,"comments":"INC-1"}': "passes",
  '{"skip_approval":true}': "needs skip",
  '{"revocation_reason":"keyCompromise","skip_approval":true}': "needs skip",
  '{"skip_approval":"true"}': "wrong",
  '{"skipApproval":true}': "wrong",
  '{"revocation_reason":"key_compromise"}': "wrong",
  '{"reason":"superseded"}': "wrong",
  '[{"skip_approval":true}]': "wrong",
};
const DECISIONS = {
  '{"status":"approved"}': "passes",
  '{"status":"rejected","processor_comment":"no"}': "passes",
  '{"status":"pending"}': "wrong",
  '{"status":"approved","skip_approval":true}': "wrong",
};
const NO_BODY = { "": "passes" };
const HOLD = { '{"reason":"INC-1"}': "passes" };

const LIST = { "order_id\n123": "passes" };
const JOB = "01234567-89ab-cdef-0123-456789abcdef";
const PROPOSAL = "9000000000000001";
const SUBMITTERS = ["sam", "both", "ada"];
const ALL_KNOWN = ["vera", "alex", ...SUBMITTERS];

/** `needs` is the permission for the call: `signed-in` for any known person, `nothing` for everyone, `never` for no one. */
const ENDPOINTS = [
  ...[
    "order/certificate?limit=2",
    `order/certificate/${ORDER}`,
    `order/certificate/${ORDER}/duplicate`,
    `order/certificate/${ORDER}/reissue?show_archived=true`,
    "order/certificate/status-changes?minutes=5",
    "request",
    "request/7",
    "user/me",
  ].map((path) => at("GET", `/services/v2/${path}`, "see")),
  at("PUT", `/services/v2/order/certificate/${ORDER}/revoke`, "submit", REVOKES),
  at("PUT", "/services/v2/certificate/1234567890/revoke", "submit", REVOKES),
  at("PUT", "/services/v2/request/7/status", "decide", DECISIONS),
  at("GET", "/openapi.json", "nothing"),
  at("GET", "/console/config", "nothing"),
  at("GET", "/console/me", "signed-in"),
  // Calls of other people are refused before they reach the account; the calls of admins are tested on workerd.
  at("GET", "/console/audit-log", "oversee", NO_BODY, ["ada"]),
  ...["holds", "proposals"].map((list) => at("GET", `/console/${list}`, "see", NO_BODY, ALL_KNOWN)),
  at("PUT", `/console/holds/${ORDER}`, "oversee", HOLD, ["ada"]),
  at("DELETE", `/console/holds/${ORDER}`, "oversee", HOLD, ["ada"]),
  at("GET", `/console/holds/${ORDER}/history`, "see", NO_BODY, ALL_KNOWN),
  at("GET", "/console/freeze", "see", NO_BODY, ALL_KNOWN),
  at("POST", "/console/freeze", "see", HOLD, ALL_KNOWN),
  at("POST", "/console/freeze/release", "decide", HOLD, ["alex", "both", "ada"]),
  at(
    "POST",
    "/console/break-glass",
    "submit",
    { '{"order":"7","justification":"x"}': "passes" },
    SUBMITTERS,
  ),
  at("GET", `/console/proposals/${PROPOSAL}`, "see", NO_BODY, ALL_KNOWN),
  at("GET", `/console/proposals/${PROPOSAL}/orders`, "see", NO_BODY, ALL_KNOWN),
  at("POST", `/console/proposals/${PROPOSAL}/withdraw`, "see", { "{}": "passes" }, ALL_KNOWN),
  at("GET", "/console/audit-log/export", "oversee", NO_BODY, ["ada"]),
  at("GET", "/console/notifications", "see", NO_BODY, ALL_KNOWN),
  at("POST", "/console/notifications/test", "oversee", { "{}": "passes" }, ["ada"]),
  at("GET", "/console/audit-log/status", "oversee", NO_BODY, ["ada"]),
  at("GET", "/console/jobs", "see", NO_BODY, ALL_KNOWN),
  at("POST", "/console/jobs?name=x", "submit", LIST, SUBMITTERS),
  at("GET", `/console/jobs/${JOB}`, "see", NO_BODY, ALL_KNOWN),
  at("DELETE", `/console/jobs/${JOB}`, "submit", NO_BODY, SUBMITTERS),
  at("PUT", `/console/jobs/${JOB}/settings`, "submit", { "{}": "passes" }, SUBMITTERS),
  ...["plan", "rehearse", "start", "pause", "resume", "cancel"].map((act) =>
    at("POST", `/console/jobs/${JOB}/${act}`, "submit", { '{"count":1}': "passes" }, SUBMITTERS),
  ),
  ...["orders", "report.csv", "report.json", "journal.jsonl"].map((file) =>
    at("GET", `/console/jobs/${JOB}/${file}`, "see", NO_BODY, ALL_KNOWN),
  ),
  // No such route, or not in this method.
  at("GET", "/services/v2/user", "never"),
  at("GET", "/services/v2/report/order", "never"),
  at("GET", `/services/v2/order/certificate/${ORDER}/revoke/now`, "never"),
  at("PUT", `/services/v2/order/certificate/${ORDER}`, "never", HOLD),
  at("POST", `/services/v2/order/certificate/${ORDER}/revoke`, "never", HOLD),
  at("POST", "/services/v2/order/certificate/ssl_plus", "never", HOLD),
  at("DELETE", `/services/v2/order/certificate/${ORDER}`, "never", NO_BODY),
  at("PUT", "/console/me", "never", HOLD),
  at("GET", "/console/settings", "never"),
  // DigiCert's webhook has a secret of its own, and does not exist without it.
  at("POST", "/webhooks/digicert", "never", HOLD),
  at("GET", "/webhooks/digicert", "never"),
];

/**
 * @param {string} method @param {string} path @param {string} needs
 * @param {Record<string, string>} [bodies] @param {string[]} [notFor] people without a cell
 */
function at(method, path, needs, bodies = NO_BODY, notFor = []) {
  return { method, path, needs, bodies, notFor };
}

const JSON_TYPE = { "content-type": "application/json" };
const PAGE = { ...JSON_TYPE, "x-certcentral-console": "1" };
const CLIENT = { ...JSON_TYPE, "x-dc-devkey": "canary-key-of-a-client" };
/** The sender of a change, its headers, and whether the gateway admits it. @type {Array<[string, Record<string, string>, boolean]>} */
const CHANGES = [
  ["our page", { ...PAGE, "sec-fetch-site": "same-origin", origin: OWN }, true],
  ["a program", CLIENT, true],
  [
    "a program, with charset",
    { ...CLIENT, "content-type": "application/json; charset=utf-8" },
    true,
  ],
  ["a listed page", { ...PAGE, "sec-fetch-site": "cross-site", origin: LISTED }, true],
  ["no own header", JSON_TYPE, false],
  ["a listed page without own header", { ...JSON_TYPE, origin: LISTED }, false],
  ["a form", { ...PAGE, "content-type": "application/x-www-form-urlencoded" }, false],
  ["text", { ...PAGE, "content-type": "text/plain" }, false],
  ["another JSON", { ...PAGE, "content-type": "application/json-patch+json" }, false],
  ["no type", { "x-certcentral-console": "1" }, false],
  ["another site", { ...PAGE, "sec-fetch-site": "cross-site" }, false],
  ["a sibling", { ...PAGE, "sec-fetch-site": "same-site", origin: "http://x.localhost" }, false],
  ["an address that was typed", { ...PAGE, "sec-fetch-site": "none" }, false],
  ["another origin", { ...PAGE, origin: "https://evil.example" }, false],
  ["a listed name, longer", { ...PAGE, origin: `${LISTED}.evil.example` }, false],
  ["another scheme", { ...PAGE, origin: OWN.replace("http", "https") }, false],
  ["an opaque origin", { ...PAGE, origin: "null" }, false],
];
/** @type {typeof CHANGES} */
const READS = [
  ["a program", {}, true],
  ["our page", { "sec-fetch-site": "same-origin" }, true],
  ["an address that was typed", { "sec-fetch-site": "none" }, true],
  ["a listed page", { "sec-fetch-site": "cross-site", origin: LISTED }, true],
  ["another site", { "sec-fetch-site": "cross-site" }, false],
  ["a sibling", { "sec-fetch-site": "same-site" }, false],
];

/** The senders of a call. A list can have any content type: only the console's own header counts. @param {string} method @param {string} path */
function sitesOf(method, path) {
  if (method === "GET") return READS;
  if (method !== "POST" || !path.startsWith("/console/jobs?")) return CHANGES;
  const types = ["a form", "text", "another JSON", "no type"];
  return CHANGES.map((change) =>
    types.includes(change[0])
      ? /** @type {typeof change} */ ([change[0], change[1], true])
      : change,
  );
}

/**
 * @typedef {object} Cell
 * @property {string} title @property {string} url @property {RequestInit} init
 * @property {string} expected `passes`, or status and code of the refusal
 * @property {boolean} sends whether the gateway forwards it to CertCentral
 */

/** All cells. @returns {Cell[]} */
export function cells() {
  return ENDPOINTS.flatMap(({ method, path, needs, bodies, notFor }) =>
    Object.keys(PEOPLE)
      .filter((who) => !notFor.includes(who))
      .flatMap((who) =>
        Object.entries(bodies).flatMap(([body, field]) =>
          sitesOf(method, path).map(([site, headers, own]) => ({
            title: `${who} ${method} ${path} ${body} from ${site}`,
            url: OWN + path,
            init: {
              method,
              headers: { ...headers, "x-certcentral-identity": who },
              ...(body === "" ? {} : { body }),
            },
            expected: expectedOf({ who, needs, field, own }),
            sends: path.startsWith("/services/"),
          })),
        ),
      ),
  );
}

/**
 * The table of endpoints and people, for a request that is valid otherwise and comes from the gateway's own page or a program.
 * @returns {Array<{ method: string, path: string, results: Array<[person: string, result: string, skips: string | undefined]> }>}
 *   `skips`: the result with a field that requires a further permission
 */
export function accessTable() {
  return ENDPOINTS.map(({ method, path, needs, bodies }) => {
    const fields = Object.values(bodies);
    const results = Object.keys(PEOPLE).map((who) => {
      const resultOf = (/** @type {string} */ field) =>
        expectedOf({ who, needs, field, own: true });
      const skips = fields.includes("needs skip") ? resultOf("needs skip") : undefined;
      return /** @type {[string, string, string | undefined]} */ ([who, resultOf("passes"), skips]);
    });
    return { method, path, results };
  });
}

/** The expected result of a cell. @param {{ who: string, needs: string, field: string, own: boolean }} cell */
function expectedOf({ who, needs, field, own }) {
  const { roles, can = "" } = PEOPLE[who] ?? {};
  if (needs === "never") return "404 not_found|route";
  if (needs === "nothing") return "passes";
  if (!own) return "403 access_denied|cross_site";
  if (!roles) return "401 access_denied|not_signed_in";
  if (needs === "signed-in") return "passes";
  if (!can.split(" ").includes(needs)) return "403 access_denied|role";
  if (field === "wrong") return "400 bad_request";
  if (field === "needs skip" && !can.includes("skip")) return "403 access_denied|skip_approval";
  return "passes";
}
