// A simulated two-person approval to start a list, of any length. It covers what the sandbox cannot produce quickly.

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("../../www/console/approvals/types.ts").Proposal} Proposal */
/** @typedef {import("../../www/console/approvals/types.ts").ProposalOrder} ProposalOrder */

const ID = "9000000000000042";
const JOB = "00000000-0000-4000-8000-000000000042";
const NOW = Date.UTC(2026, 9, 1, 3, 0, 0);
const HASH = "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8";
const FIRST_ORDER = 600_000_000;

/** @param {number} index @returns {ProposalOrder} */
function orderAt(index) {
  const orderId = String(FIRST_ORDER + index);
  if (index % 100 === 1)
    return { orderId, disposition: "held", detail: "pinned by terminals", priority: 0 };
  if (index % 100 === 2) return { orderId, disposition: "already-revoked", priority: 0 };
  const revocationReason = index % 2 === 0 ? "keyCompromise" : "superseded";
  const own = index % 500 === 3;
  return {
    ...{ orderId, disposition: "send", revocationReason, priority: index % 10 === 0 ? 9 : 0 },
    ...{ comment: own ? `row ${index}` : "INC-4711", hasOwnComment: own },
  };
}

/** @param {number} count @returns {Proposal} */
function proposalOf(count) {
  const rows = Array.from({ length: count }, (_, index) => orderAt(index));
  const sent = rows.filter(({ disposition }) => disposition === "send");
  const ofReason = (/** @type {string} */ reason) =>
    sent.filter(({ revocationReason }) => revocationReason === reason).length;
  const ofDisposition = (/** @type {string} */ name) =>
    rows.filter(({ disposition }) => disposition === name).length;
  const comments = sent.filter(({ hasOwnComment }) => hasOwnComment).length;
  const byReason = {
    keyCompromise: ofReason("keyCompromise"),
    superseded: ofReason("superseded"),
  };
  const urgent = sent.filter(({ priority }) => priority === 9).length;
  const minCertificates = sent.length + 30;
  const figures = { orders: sent.length, minCertificates, withDuplicates: 30, unread: 2 };
  const quorum = { approvals: 1, groups: [] };
  const deadline = NOW + 86_400_000;
  const expires = Date.now() + 1_800_000;
  const plannedAt = Date.now() - 480_000;
  return {
    ...{ id: ID, kind: "job", target: { job: JOB }, name: "Intermediate G2", hash: HASH },
    ...{ orders: sent.length, certificates: minCertificates, isWhole: false, byReason },
    ...{ comment: "INC-4711", skipApproval: true, deadline, breakGlass: true, comments },
    ...{ demand: "break-glass", breaker: 5, plannedAt, figures },
    byPriority: { 9: urgent, 0: sent.length - urgent },
    exclusions: {
      held: ofDisposition("held"),
      "already-revoked": ofDisposition("already-revoked"),
    },
    ...{ by: "sam", time: plannedAt + 60_000, expires, status: "pending" },
    ...{ approvals: 0, required: 1, quorum, approvedBy: [] },
    binding: {
      ...{ kind: "job", isWhole: false, byReason, skipApproval: true, comment: "INC-4711" },
      ...{ comments: { count: comments, digest: HASH }, breaker: 5, deadlineUnixMs: deadline },
      job: { id: JOB, digest: HASH, plannedUnixMs: plannedAt, figures },
      ...{ hold: null, isBreakGlass: true, rulesHash: HASH, quorum, expiresUnixMs: expires },
    },
  };
}

export class FakeProposal {
  id = ID;
  /** The queries of the orders. @type {string[]} */
  queries = [];

  /** @param {number} orders */
  constructor(orders) {
    this.count = orders;
    this.proposal = proposalOf(orders);
  }

  /** @param {Page} page */
  async serve(page) {
    await page.route(
      (url) => url.pathname.startsWith("/console/proposals"),
      (route) => {
        const { pathname, searchParams } = new URL(route.request().url());
        const [id, part] = pathname.split("/").slice(3);
        if (part === "orders") return route.fulfill({ json: this.#orders(searchParams) });
        if (id !== undefined) return route.fulfill({ json: this.proposal });
        const { binding: _, quorum: __, approvedBy: ___, ...item } = this.proposal;
        return route.fulfill({ json: { proposals: [item], total: 1, pending: 1 } });
      },
    );
    return this;
  }

  /** @param {URLSearchParams} query */
  #orders(query) {
    this.queries.push(String(query));
    const offset = Number(query.get("offset"));
    const length = Math.max(0, Math.min(Number(query.get("limit")), this.count - offset));
    const rows = Array.from({ length }, (_, index) => orderAt(offset + index));
    return { total: this.count, rows };
  }
}
