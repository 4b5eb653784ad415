// A stand-in for what the gateway says under /console and of two-person approvals; everything else goes to the real one.

const FIRST = 9_000_000_000_000_000;
const ROLES = {
  revoke: ["submitter", "admin"],
  skipApproval: ["admin"],
  decide: ["approver", "admin"],
  hold: ["admin"],
  record: ["admin"],
  mass: ["submitter", "admin"],
};

/** @typedef {{ id: string, name: string, roles: string[] }} Person */

export class FakeGateway {
  /** @type {Person[]} */
  persons = [{ id: "ada@example.com", name: "Ada Admin", roles: ["admin"] }];
  signedIn = true;
  twoPerson = false;
  /** @type {any[]} */
  holds = [];
  /** @type {any[]} */
  proposals = [];
  /** @type {any[]} */
  entries = [];
  /** Every change that came here. @type {Array<{ method: string, path: string, body: any }>} */
  changes = [];
  /** What the next call to a path is answered with. @type {Map<string, { status: number, title: string, detail: string }>} */
  faults = new Map();

  /** @param {import("playwright-core").BrowserContext} context */
  async install(context) {
    await context.route(/\/(console|services\/v2)\//, async (route) => {
      const request = route.request();
      const url = new URL(request.url());
      const fault = this.faults.get(url.pathname);
      this.faults.delete(url.pathname);
      const answer = fault
        ? problem(fault.status, fault.title, fault.detail)
        : await this.answer(request.method(), url, request.postDataJSON(), request.headers());
      if (!answer) return route.fallback();
      const { status = 200, json, body, type = "application/json" } = answer;
      await route.fulfill({
        status,
        contentType: type,
        body: body ?? (json === undefined ? "" : JSON.stringify(json)),
      });
    });
  }

  /** @param {string} method @param {URL} url @param {any} body @param {Record<string, string>} headers @returns {Promise<any>} */
  async answer(method, url, body, headers) {
    const path = url.pathname;
    const person =
      this.persons.find(({ id }) => id === headers["x-certcentral-identity"]) ?? this.persons[0];
    const { id = "", name, roles = [] } = person ?? {};
    if (path === "/console/config") {
      const config = await (await fetch(url)).json();
      return { json: { ...config, identities: this.persons.map(({ id }) => id) } };
    }
    if (!this.signedIn)
      return problem(401, "Not signed in", "The gateway does not know who you are.");
    if (path === "/console/me")
      return { json: { id, name, roles, how: "development", may: mayOf(roles) } };
    if (path === "/console/holds") return { json: { holds: this.holds } };
    if (path === "/console/proposals") return { json: { proposals: this.proposals } };
    if (path === "/console/record/export")
      return {
        body: this.entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""),
        type: "application/jsonl",
      };
    if (path === "/console/record") return { json: this.page(url.searchParams) };
    if (method === "GET" && path.startsWith(`/services/v2/request/9`)) {
      const proposal = this.proposals.find((one) => path.endsWith(`/${one.id}`));
      return proposal && { json: requestOf(proposal) };
    }
    if (method === "GET") return undefined;
    this.changes.push({ method, path, body });
    const [, order] = /(\d+)(?:\/revoke)?$/.exec(path) ?? [];
    if (path.startsWith("/console/holds/")) {
      this.holds = this.holds.filter(({ orderId }) => orderId !== order);
      if (method === "PUT")
        this.holds.unshift({ orderId: order, reason: body.reason, by: id, time: Date.now() });
      return { status: 204 };
    }
    if (path.startsWith("/services/v2/order/") && this.twoPerson) {
      const proposal = proposalOf(FIRST + this.proposals.length + 1, String(order), body, id);
      this.proposals.unshift(proposal);
      return { status: 201, json: requestOf(proposal) };
    }
    const proposal = this.proposals.find((one) => path.endsWith(`/${one.id}/status`));
    if (!proposal) return undefined;
    Object.assign(proposal, { status: body.status, decidedBy: id, decidedAt: Date.now() });
    if (body.status === "approved") proposal.outcome = "requested";
    if (body.processor_comment) proposal.note = body.processor_comment;
    return { status: 204 };
  }

  /** @param {URLSearchParams} query */
  page(query) {
    const [actor, action, order] = ["actor", "action", "order"].map((name) => query.get(name));
    const before = Number(query.get("before") ?? Number.MAX_SAFE_INTEGER);
    const from = Number(query.get("from") ?? 0);
    const to = Number(query.get("to") ?? Number.MAX_SAFE_INTEGER);
    const limit = Number(query.get("limit"));
    const all = this.entries
      .filter((one) => !actor || one.actor.id === actor)
      .filter((one) => !action || one.action === action)
      .filter((one) => !order || one.target?.order === order)
      .filter((one) => one.seq < before && one.time >= from && one.time < to)
      .toReversed();
    const entries = all.slice(0, limit);
    return all.length > limit ? { entries, next: entries.at(-1)?.seq } : { entries };
  }
}

/** @param {string[]} roles */
function mayOf(roles) {
  const may = Object.entries(ROLES).map(([action, allowed]) => [
    action,
    roles.some((role) => allowed.includes(role)) ||
      `You are ${roles.join(" and ")}: this takes the role ${allowed.join(" or ")}.`,
  ]);
  return { read: true, ...Object.fromEntries(may) };
}

/** @param {number} status @param {string} title @param {string} detail */
export function problem(status, title, detail) {
  const errors = [{ code: "access_denied|gateway", message: `${title}: ${detail}` }];
  return {
    status,
    json: { type: "about:blank", title, status, detail, errors },
    type: "application/problem+json",
  };
}

/** @param {number} id @param {string} order @param {any} body @param {string} by */
export function proposalOf(id, order, body, by) {
  return {
    id,
    kind: "order",
    target: { order },
    orders: 1,
    certificates: 4,
    reason: body.revocation_reason,
    comment: body.comment,
    skipApproval: body.skip_approval === true,
    hash: "5f2c".repeat(16),
    by,
    time: Date.now(),
    expires: Date.now() + 3_600_000,
    status: "pending",
  };
}

/** @param {any} proposal */
const requestOf = ({ id, status, comment, time }) => ({
  id,
  date: new Date(time).toISOString(),
  type: "revoke",
  status,
  requester: { id: 1, first_name: "Sam", last_name: "Submitter", email: "sam@example.com" },
  comments: comment ?? "",
});
