// A simulated job API of the gateway: a run of any length that advances with every poll, and failures on demand. It covers
// the cases that the real gateway cannot produce in a test.

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("../../www/console/jobs/types.ts").Job} Job */
/** @typedef {import("certcentral-revoke/mass").StateName} StateName */

const FIRST_ORDER = 600_000_000;
/** In the order that the page requests, failures first. @type {StateName[]} */
const STATES = [
  "refused",
  "unknown",
  "sending",
  "requested",
  "waiting",
  "revoked",
  "held",
  "skipped",
];
const HOUR_MS = 3_600_000;
const NOW = Date.UTC(2026, 9, 1, 3, 0, 0);
const DIGEST = "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8";

/** The final state of an order, by its index. @param {number} index @returns {StateName} */
const finalState = (index) =>
  index % 1000 === 7 ? "refused" : index % 5000 === 9 ? "unknown" : "revoked";

export class FakeJobs {
  /** Every request: method and path below `/console/jobs`. @type {string[]} */
  calls = [];
  /** The rejections of the next uploads. @type {object[]} */
  rejections = [];
  /** Simulates an outage. */
  isDown = false;
  /** The number of orders that each poll settles. */
  step = 0;
  /** @type {Job[]} */
  jobs = [];
  /** @type {StateName[]} */
  states;

  /** @param {{ orders?: number, job?: Partial<Job> }} [options] */
  constructor({ orders = 10_000, job } = {}) {
    this.states = Array(orders).fill("waiting");
    if (job) this.jobs = [{ ...this.#create("Intermediate G2"), ...job }];
    this.#updateSnapshot();
  }

  /** @param {Page} page */
  async serve(page) {
    await page.route(
      (url) => url.pathname.startsWith("/console/jobs"),
      async (route) => {
        if (this.isDown) return route.abort();
        const request = route.request();
        const url = new URL(request.url());
        const [status, json] = this.#respond(request.method(), url);
        return route.fulfill({
          status,
          contentType: status < 400 ? "application/json" : "application/problem+json",
          body: typeof json === "string" ? json : JSON.stringify(json),
        });
      },
    );
    return this;
  }

  /** @param {string} method @param {URL} url @returns {[number, unknown]} */
  #respond(method, { pathname, searchParams }) {
    const [id, action] = pathname.split("/").slice(3);
    this.calls.push(
      `${method} ${action ?? id ?? ""}${searchParams.size ? `?${searchParams}` : ""}`,
    );
    if (method === "GET" && !id) {
      const offset = Number(searchParams.get("offset"));
      const jobs = this.jobs.slice(offset, offset + Number(searchParams.get("limit")));
      return [200, { jobs, total: this.jobs.length }];
    }
    if (method === "POST" && !id) {
      const rejection = this.rejections.shift();
      if (rejection) return [422, { title: "Unprocessable Content", detail: "", ...rejection }];
      const created = this.#create(searchParams.get("name") ?? "");
      this.jobs = [created];
      return [201, created];
    }
    const [job] = this.jobs;
    if (!job || job.id !== id)
      return [404, { title: "Not Found", detail: "There is no such list." }];
    if (method === "GET" && action === "orders") return [200, this.#orders(searchParams)];
    if (method === "GET" && action) return [200, `${action} of ${job.name}\n`];
    if (method === "GET") {
      if (job.state === "running") this.#advance();
      return [200, job];
    }
    return this.#change(action ?? "remove", job);
  }

  /** @param {string} action @param {Job} job @returns {[number, unknown]} */
  #change(action, job) {
    if (action === "resume") job.state = "running";
    if (action === "pause") job.state = "paused";
    if (action === "cancel") job.state = "canceled";
    if (action === "remove") this.jobs = [];
    if (action === "plan") {
      delete job.problem;
      Object.assign(job, {
        state: "planned",
        plannedAt: Date.now(),
        planExpires: Date.now() + HOUR_MS,
      });
    }
    this.#updateSnapshot();
    return [202, {}];
  }

  /** @param {string} name @returns {Job} */
  #create(name) {
    const orders = this.states.length;
    const job = { id: "j1", name, by: "ada", created: NOW, state: /** @type {const} */ ("draft") };
    return { ...job, orders, mergedRows: 3, ignoredColumns: ["Owner", "Ticket"] };
  }

  #advance() {
    let left = this.step;
    for (let index = this.states.indexOf("waiting"); left > 0 && index >= 0; left--) {
      this.states[index] = finalState(index);
      index = this.states.indexOf("waiting", index);
    }
    const [job] = this.jobs;
    if (job && !this.states.includes("waiting")) job.state = "finished";
    this.#updateSnapshot();
  }

  #counts() {
    /** @type {Record<string, number>} */
    const counts = Object.fromEntries(STATES.map((state) => [state, 0]));
    for (const state of this.states) counts[state] = (counts[state] ?? 0) + 1;
    const { revoked = 0, ...rest } = counts;
    const confirmed = Math.floor(revoked / 2);
    const accepted = revoked - confirmed;
    return { ...rest, revoked: { accepted, approved: 0, revoked: confirmed } };
  }

  #updateSnapshot() {
    const [job] = this.jobs;
    if (!job || !["running", "paused", "stopped", "finished", "canceled"].includes(job.state))
      return;
    const total = this.states.length;
    const counts = /** @type {any} */ (this.#counts());
    /** @type {any} */
    const status = {
      running: { state: "running" },
      paused: { state: "paused", reason: "manual" },
      stopped: { state: "stopped", code: "access_denied", message: "The key was disabled." },
      canceled: { state: "finished", canceled: true },
      finished: { state: "finished", canceled: false },
    }[/** @type {"running"} */ (job.state)];
    job.snapshot = {
      ...{ total, counts, status, inFlight: 6, bottleneck: "rate-limit", callsPerMinute: 328 },
      calls: { revokes: total - counts.waiting, reads: 12, rateLimited: 2, lost: 1 },
      windows: [
        {
          calls: 100,
          windowMs: 5000,
          used: 20 + Math.floor(70 * Math.abs(Math.sin(counts.waiting))),
        },
        { calls: 1000, windowMs: 180_000, used: 870 },
      ],
      ...(job.state === "running" ? { etaUnixMs: NOW + HOUR_MS } : {}),
      deadlineUnixMs: NOW + 24 * HOUR_MS,
    };
    if (job.state === "finished" || job.state === "canceled") job.report = this.#report();
  }

  plan() {
    const orders = this.states.length;
    return {
      totals: {
        ...{ orders, send: orders - 20, held: 5, notReplaced: 0, alreadyRevoked: 12 },
        ...{ notIssued: 2, notFound: 1, ended: 0, minCertificates: orders + 30 },
        ...{ withDuplicates: 50, reasonIgnored: 4, reissuePending: 3, unknownStatus: 0, unread: 0 },
        ...{ byReason: { keyCompromise: orders - 20 }, byPriority: { 0: orders - 20 } },
      },
      ...{ calls: orders, sentUnixMs: NOW + HOUR_MS, confirmedUnixMs: NOW + HOUR_MS + 60_000 },
      ...{ deadlineUnixMs: NOW + 24 * HOUR_MS, shortfall: null, unmatchedHolds: ["77"] },
      digest: DIGEST,
    };
  }

  #report() {
    const counts = this.#counts();
    const revoked = counts.revoked.accepted + counts.revoked.revoked;
    const orders = this.states.length;
    return /** @type {any} */ ({
      summary: {
        ...{ orders, counts },
        skipped: { alreadyRevoked: 0, notIssued: 0, notFound: 0, ended: 0 },
        deadline: { none: 0, met: revoked, missed: orders - revoked, open: 0, unknown: 0 },
        ccadb: { revoked, notYetRevoked: orders - revoked, endedBefore: 0, nothingToRevoke: 0 },
      },
      ...{ name: "Intermediate G2", digest: DIGEST, rehearsal: false, atUnixMs: NOW + HOUR_MS },
      ...{ deadlineUnixMs: NOW + 24 * HOUR_MS, doneUnixMs: NOW + HOUR_MS },
    });
  }

  /** @param {URLSearchParams} query */
  #orders(query) {
    const offset = Number(query.get("offset"));
    const limit = Number(query.get("limit"));
    const states = query.get("state")?.split(",") ?? STATES;
    const indexes = STATES.filter((state) => states.includes(state)).flatMap((state) =>
      this.states.flatMap((current, index) => (current === state ? [index] : [])),
    );
    const rows = indexes.slice(offset, offset + limit).map((index) => this.#row(index));
    return { total: indexes.length, rows };
  }

  /** @param {number} index */
  #row(index) {
    const state = this.states[index];
    const row = { orderId: String(FIRST_ORDER + index), state, priority: 0, sends: 0 };
    if (state === "waiting") return row;
    const sent = { ...row, sends: 1, sentUnixMs: NOW + index, knownUnixMs: NOW + index + 300 };
    if (state === "revoked") return { ...sent, proof: "accepted" };
    if (state === "refused")
      return { ...sent, code: "reissue_pending", detail: "A reissue of the order is pending." };
    return { ...sent, detail: "timeout" };
  }
}
