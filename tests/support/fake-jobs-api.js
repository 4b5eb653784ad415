// The gateway's job API as the page sees it, made up: a run that goes on by so many orders with every look, however long the
// list, and every failure at will. For what the real gateway cannot show in a test; the way through is tested with that one.

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("../../www/console/jobs/types.ts").Job} Job */
/** @typedef {import("certcentral-revoke/mass").StateName} StateName */

const FIRST_ORDER = 600_000_000;
/** As the page asks for them: failures first. @type {StateName[]} */
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

/** What becomes of an order, by its place. @param {number} place @returns {StateName} */
const endOf = (place) =>
  place % 1000 === 7 ? "refused" : place % 5000 === 9 ? "unknown" : "revoked";

export class FakeJobs {
  /** Every call: method and path below `/console/jobs`. @type {string[]} */
  calls = [];
  /** What the next lists are answered with, if not taken. @type {object[]} */
  rejections = [];
  /** While it is set, nothing is answered. */
  isDown = false;
  /** So many orders are settled with every look. */
  step = 0;
  /** @type {Job[]} */
  jobs = [];
  /** @type {StateName[]} */
  states;

  /** @param {{ orders?: number, job?: Partial<Job> }} [given] */
  constructor({ orders = 10_000, job } = {}) {
    this.states = Array(orders).fill("waiting");
    if (job) this.jobs = [{ ...this.#made("Intermediate G2"), ...job }];
    this.#snap();
  }

  /** @param {Page} page */
  async serve(page) {
    await page.route(
      (url) => url.pathname.startsWith("/console/jobs"),
      async (route) => {
        if (this.isDown) return route.abort();
        const request = route.request();
        const url = new URL(request.url());
        const [status, json] = this.#answer(request.method(), url);
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
  #answer(method, { pathname, searchParams }) {
    const [id, act] = pathname.split("/").slice(3);
    this.calls.push(`${method} ${act ?? id ?? ""}${searchParams.size ? `?${searchParams}` : ""}`);
    if (method === "GET" && !id) return [200, { jobs: this.jobs }];
    if (method === "POST" && !id) {
      const rejection = this.rejections.shift();
      if (rejection) return [422, { title: "Unprocessable Content", detail: "", ...rejection }];
      const made = this.#made(searchParams.get("name") ?? "");
      this.jobs = [made];
      return [201, made];
    }
    const [job] = this.jobs;
    if (!job || job.id !== id)
      return [404, { title: "Not Found", detail: "There is no such list." }];
    if (method === "GET" && act === "orders") return [200, this.#orders(searchParams)];
    if (method === "GET" && act) return [200, `${act} of ${job.name}\n`];
    if (method === "GET") {
      if (job.state === "running") this.#advance();
      return [200, job];
    }
    return this.#change(act ?? "remove", job);
  }

  /** @param {string} act @param {Job} job @returns {[number, unknown]} */
  #change(act, job) {
    if (act === "resume") job.state = "running";
    if (act === "pause") job.state = "paused";
    if (act === "cancel") job.state = "cancelled";
    if (act === "remove") this.jobs = [];
    this.#snap();
    return [202, {}];
  }

  /** @param {string} name @returns {Job} */
  #made(name) {
    const orders = this.states.length;
    const own = { id: "j1", name, by: "ada", created: NOW, state: /** @type {const} */ ("draft") };
    return { ...own, orders, merged: 3, ignored: ["Owner", "Ticket"] };
  }

  #advance() {
    let left = this.step;
    for (let place = this.states.indexOf("waiting"); left > 0 && place >= 0; left--) {
      this.states[place] = endOf(place);
      place = this.states.indexOf("waiting", place);
    }
    const [job] = this.jobs;
    if (job && !this.states.includes("waiting")) job.state = "finished";
    this.#snap();
  }

  #counts() {
    /** @type {Record<string, number>} */
    const counts = Object.fromEntries(STATES.map((state) => [state, 0]));
    for (const state of this.states) counts[state] = (counts[state] ?? 0) + 1;
    const { revoked = 0, ...rest } = counts;
    const seen = Math.floor(revoked / 2);
    return { ...rest, revoked: { accepted: revoked - seen, approved: 0, revoked: seen } };
  }

  #snap() {
    const [job] = this.jobs;
    if (!job || !["running", "paused", "stopped", "finished", "cancelled"].includes(job.state))
      return;
    const total = this.states.length;
    const counts = /** @type {any} */ (this.#counts());
    /** @type {any} */
    const status = {
      running: { is: "running" },
      paused: { is: "paused", why: "asked" },
      stopped: { is: "stopped", code: "access_denied", message: "The key was disabled." },
      cancelled: { is: "over", cancelled: true },
      finished: { is: "over", cancelled: false },
    }[/** @type {"running"} */ (job.state)];
    job.snapshot = {
      ...{ total, counts, status, inFlight: 6, slowest: "limits", callsPerMinute: 328 },
      calls: { revokes: total - counts.waiting, reads: 12, limited: 2, unanswered: 1 },
      windows: [
        { calls: 100, ms: 5000, used: 20 + Math.floor(70 * Math.abs(Math.sin(counts.waiting))) },
        { calls: 1000, ms: 180_000, used: 870 },
      ],
      ...(job.state === "running" ? { etaUnixMs: NOW + HOUR_MS } : {}),
      deadlineUnixMs: NOW + 24 * HOUR_MS,
    };
    if (job.state === "finished" || job.state === "cancelled") job.report = this.#report();
  }

  plan() {
    const orders = this.states.length;
    return {
      totals: {
        ...{ orders, send: orders - 20, held: 5, notReplaced: 0, alreadyRevoked: 12 },
        ...{ notIssued: 2, notFound: 1, ended: 0, certificatesAtLeast: orders + 30 },
        ...{ withDuplicates: 50, reasonIgnored: 4, reissuePending: 3, unknownStatus: 0, unread: 0 },
        ...{ byReason: { keyCompromise: orders - 20 }, byPriority: { 0: orders - 20 } },
      },
      ...{ calls: orders, sentUnixMs: NOW + HOUR_MS, confirmedUnixMs: NOW + HOUR_MS + 60_000 },
      ...{ deadlineUnixMs: NOW + 24 * HOUR_MS, shortfall: null, holdsElsewhere: ["77"] },
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
    const wanted = query.get("state")?.split(",") ?? STATES;
    const places = STATES.filter((state) => wanted.includes(state)).flatMap((state) =>
      this.states.flatMap((one, place) => (one === state ? [place] : [])),
    );
    const rows = places.slice(offset, offset + limit).map((place) => this.#row(place));
    return { total: places.length, rows };
  }

  /** @param {number} place */
  #row(place) {
    const state = this.states[place];
    const row = { orderId: String(FIRST_ORDER + place), state, priority: 0, sends: 0 };
    if (state === "waiting") return row;
    const sent = { ...row, sends: 1, sentUnixMs: NOW + place, knownUnixMs: NOW + place + 300 };
    if (state === "revoked") return { ...sent, proof: "accepted" };
    if (state === "refused")
      return { ...sent, code: "reissue_pending", why: "A reissue of the order is pending." };
    return { ...sent, why: "timeout" };
  }
}
