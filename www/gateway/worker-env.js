// The bindings, secrets and variables of the Worker. Types only.

/**
 * @typedef {object} GatewayEnv
 * @property {{ fetch: (request: Request) => Promise<Response> }} ASSETS the built console
 * @property {any} ACCOUNT one Durable Object for each key (`account/account.js`)
 * @property {string} [DIGICERT_API_KEY] the key; a secret
 * @property {string} [DIGICERT_READ_KEY] a View-Only key for reads; a secret
 * @property {string} [RECORD_SIGNING_KEY] Ed25519, as JWK or PKCS8 in base64; a secret
 * @property {string} [RECORD_DAYS] how long the record is kept; for ever if left out
 * @property {string} [LIMITS] JSON: `{ windows: [[calls, ms], …], guardMs }`; DigiCert's documented ones if left out
 * @property {string} [TWO_PERSON] JSON: `{ certificates, always, expiresMinutes }`, or `null` (`account/rules/settings.js`)
 * @property {string} [BRAKE] JSON: `{ perHour, perAction }`
 * @property {string} [CERTCENTRAL_BASE_URL] where CertCentral is; DigiCert's US servers if left out
 * @property {{ fetch: typeof fetch }} [CERTCENTRAL] a service binding that carries the calls in place of the network
 * @property {string} [ENVIRONMENT] `sandbox` where nothing is real
 * @property {string} [ACCESS_TEAM_DOMAIN] whose Cloudflare Access signs people in
 * @property {string} [ACCESS_AUD] the audience tag of the gateway's application there
 * @property {string} [ROLES] JSON: which claims give which role
 * @property {string} [DEVELOPMENT_IDENTITY] JSON: who is let in on a developer's machine
 * @property {string} [PRODUCTION] a secret; where it is set, nobody gets in by the development identity
 * @property {string} [SKIP_APPROVAL] JSON: the roles that may skip the approval; `["admin"]` if left out
 * @property {string} [ORIGINS] JSON: further origins whose pages may send changes
 * @property {string} [JOBS] JSON: `{ lookMs, looks, connections }`, how runs of many orders look and send
 * @property {string} [PACE] with a sandbox: JSON with the page's `retry` settings and its `pollMs`
 */

export {};
