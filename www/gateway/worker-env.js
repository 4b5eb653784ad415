// The bindings and variables of the gateway's Worker.

/**
 * @typedef {object} GatewayEnv
 * @property {{ fetch: (request: Request) => Promise<Response> }} ASSETS the built console
 * @property {any} ACCOUNT the Durable Object namespace: the account, and one object for the read key (`account/account.js`)
 * @property {string} [ACCOUNT_NAME] name of the account that has holds, jobs and the audit log; default: `default`
 * @property {string} [DIGICERT_API_KEY] the API key; a secret
 * @property {string} [DIGICERT_READ_KEY] a View-Only API key for reads; a secret
 * @property {string} [AUDIT_SIGNING_KEY] Ed25519 private key, as JWK or PKCS8 in base64; a secret
 * @property {string} [AUDIT_RETENTION_DAYS] retention of the audit log in days; unlimited by default
 * @property {string} [AUDIT_WITNESS] JSON: `{ everyEntries, everyMinutes, to }`, where heads are published (`audit/witness/settings.js`)
 * @property {string} [AUDIT_WITNESS_TOKEN] bearer token for the HTTPS witness; a secret
 * @property {{ put: (name: string, text: string, options: object) => Promise<unknown> }} [AUDIT_BUCKET] an R2 bucket with a bucket lock, for heads
 * @property {{ fetch: (url: string, init: RequestInit) => Promise<Response> }} [AUDIT_FILES] a service binding that writes heads to files
 * @property {{ id: string, tag: string, timestamp: string }} [VERSION] version metadata of the Worker
 * @property {string} [LIMITS] JSON: `{ windows: [[requests, ms], …], guardMs }`; default: DigiCert's documented limits
 * @property {string} [LANES] JSON: `{ writeReservePercent, maxWaitingPerPerson }`, the shares of the rate limit (`account/rate-limiter.js`)
 * @property {string} [TWO_PERSON] JSON: `{ certificates, windowMinutes, always, approvals, groups, expiresMinutes, planMinutes }`,
 *   or `null` (`account/rule-settings.js`)
 * @property {string} [APPROVER_GROUPS] JSON: the claims that make a person a member of each approver group
 * @property {string} [DECIDE] JSON: `{ types, services, own }`
 * @property {string} [REVOKED_IDS] JSON: addresses and subjects of people who lost their rights
 * @property {string} [BRAKE] JSON: `{ perHour, perPerson, perAction }`
 * @property {string} [CERTCENTRAL_BASE_URL] base URL of CertCentral; default: DigiCert's US servers
 * @property {{ fetch: typeof fetch }} [CERTCENTRAL] a service binding that replaces the network for requests to CertCentral
 * @property {string} [ENVIRONMENT] `sandbox` if CertCentral is a sandbox
 * @property {string} [ACCESS_TEAM_DOMAIN] the Cloudflare Access team that authenticates users
 * @property {string} [ACCESS_AUD] audience tag of the gateway's Access application
 * @property {string} [ROLES] JSON: the claims that grant each role
 * @property {string} [IDENTITY] JSON: `{ maxTokenAgeHours, stripTags, aliases }` (`auth/identity-settings.js`)
 * @property {string} [DEVELOPMENT_IDENTITY] JSON: the identities available on a developer's machine
 * @property {string} [PRODUCTION] a secret; any value disables the development identity
 * @property {string} [SKIP_APPROVAL] JSON: the roles that may skip the approval; default: `["admin"]`
 * @property {string} [ORIGINS] JSON: further origins whose pages may send changes
 * @property {string} [JOBS] JSON: `{ confirmIntervalMs, confirmRounds, maxInFlight }`, the confirmation and concurrency of bulk runs
 * @property {string} [WEBHOOKS] JSON: where notifications are sent (`notifications/settings.js`); a secret
 * @property {string} [DIGICERT_WEBHOOK_SECRET] shared secret of DigiCert's webhook; a secret
 * @property {string} [PACE] for a sandbox only: JSON with the console's `retry` settings and `pollMs`
 */

export {};
