// Starting a job: the typed count, the brake or a second person, and that nothing has changed since it was planned. Not here:
// the run itself (`runner.js`).

import { refused } from "../account/change-result.js";
import { demandOfPlan } from "../account/rules/two-person.js";

/** @typedef {import("./store.js").Job} Job */
/** @typedef {import("../account/change-result.js").Told} Told */
/** @typedef {import("../account/rules/binding.js").Bound} Bound */
/** @typedef {import("../account/proposals.js").Proposal} Proposal */
/** @typedef {import("../upstream/account-client.js").From} From */
/** @typedef {Job & { plan: NonNullable<Job["plan"]> }} Planned */

const MINUTE_MS = 60_000;

export class Approval {
  /**
   * @param {object} account
   * @param {import("./store.js").JobStore} account.store
   * @param {import("./audit.js").JobRecord} account.record
   * @param {import("./runner.js").Runner} account.runner
   * @param {import("../account/holds.js").Holds} account.holds
   * @param {import("../account/brake.js").Brake} account.brake
   * @param {import("../account/rules/settings.js").TwoPersonPolicy | null} account.policy
   * @param {import("../account/two-person.js").TwoPerson} account.twoPerson
   */
  constructor({ store, record, runner, holds, brake, policy, twoPerson }) {
    this.store = store;
    this.record = record;
    this.runner = runner;
    this.holds = holds;
    this.brake = brake;
    this.policy = policy;
    this.twoPerson = twoPerson;
    twoPerson.kinds.set("job", {
      boundNow: async (bound) => this.#boundNow(bound),
      act: (proposal, from, claim) => this.#approved(proposal, from, claim),
    });
  }

  /** @param {Job} job @param {unknown} count as somebody typed it @param {From} from @returns {Promise<Told>} */
  async start(job, count, from) {
    const planned = this.#plannedOr(job, count);
    if (!("plan" in planned)) return planned;
    const { id, plan, settings = {} } = planned;
    const orders = plan.totals.send;
    await this.record.did("start", id, from, { count: orders, digest: plan.digest });
    if (this.policy !== null && demandOfPlan(this.policy, plan.totals)) {
      /** @type {Bound} */
      const bound = {
        ...{ kind: "job", orders: [], certificates: null, isWhole: false },
        reason: settings.revocationReason ?? "unspecified",
        skipApproval: settings.skipApproval ?? false,
        comment: settings.comment ?? null,
        deadline: settings.deadline ?? null,
        expires: Math.ceil(Date.now() + this.policy.expiresMinutes * MINUTE_MS),
        job: { id, digest: plan.digest, orders, certificates: plan.totals.certificatesAtLeast },
      };
      return this.twoPerson.propose(`job ${id}`, bound, { job: id, count: orders }, from);
    }
    const now = this.#plannedOr(this.store.get(id), orders);
    if (!("plan" in now)) return now;
    const until = this.brake.take(Array.from({ length: orders }, (_, nth) => `job ${id} ${nth}`));
    if (until > 0) {
      const { perHour, perAction } = this.brake.policy;
      const message = `The brake lets ${perAction} orders be revoked in one action and ${perHour} in an hour, unless two people have agreed.`;
      return refused(403, "access_denied|brake", message, { perHour, perAction, until });
    }
    return this.#go(id, orders);
  }

  /** Whatever waits for a second person is about something that is no more. @param {string} id */
  withdraw(id) {
    const waiting = this.waiting(id);
    if (waiting)
      this.twoPerson.proposals.settle(waiting.n, "void", {
        time: Date.now(),
        note: "the list was planned anew, changed or removed",
      });
  }

  /** @param {string} id */
  waiting(id) {
    return this.twoPerson.proposals.waiting(`job ${id}`);
  }

  /** @param {Job | undefined} job @param {unknown} count @returns {Planned | Told} */
  #plannedOr(job, count) {
    const { plan, phase } = job ?? {};
    if (!job || !plan || (phase !== "planned" && phase !== "rehearsed"))
      return refused(409, "conflict|state", "It is not planned, or started already.");
    const { totals, shortfall } = plan;
    if (count !== totals.send) {
      const message = `The plan revokes ${totals.send} orders; type that number as count.`;
      return refused(422, "bad_request|count", message);
    }
    if (totals.send === 0) return refused(409, "conflict|nothing", "There is nothing to revoke.");
    if (shortfall) {
      const needed = new Date(shortfall.neededUnixMs).toISOString();
      const message = `It cannot be done by its deadline: ${shortfall.ordersInTime} orders can, all of them by ${needed}.`;
      return refused(409, "conflict|deadline", message, { shortfall });
    }
    if (this.#holdsChanged(job))
      return refused(409, "conflict|holds", "Holds were changed since it was planned: plan anew.");
    return { ...job, plan };
  }

  /** Only those of orders that are on its list count. @param {Job} job */
  #holdsChanged({ id, held = [] }) {
    const before = new Set(held);
    const now = new Set(this.holds.list().map(({ orderId }) => orderId));
    const changed = [...before, ...now].filter((order) => before.has(order) !== now.has(order));
    if (changed.length === 0) return false;
    /** @type {Array<{ orderId: string | number }>} */
    const items = JSON.parse(this.store.text(id, "list"));
    const listed = new Set(items.map(({ orderId }) => String(orderId)));
    return changed.some((order) => listed.has(order));
  }

  /** @param {Bound} bound @returns {Bound} */
  #boundNow(bound) {
    if (!bound.job) return bound;
    const job = this.store.get(bound.job.id);
    const planned = this.#plannedOr(job, bound.job.orders);
    const digest = "plan" in planned ? planned.plan.digest : "not as it was planned";
    return { ...bound, job: { ...bound.job, digest } };
  }

  /** @param {Proposal} proposal @param {From} from @param {() => Told | undefined} claim @returns {Promise<Told>} */
  async #approved({ bound, hash, by }, from, claim) {
    const { id = "", orders = 0, digest = "" } = bound.job ?? {};
    const details = { count: orders, digest, hash, proposedBy: by.id };
    await this.record.did("approved", id, from, details);
    const now = this.#plannedOr(this.store.get(id), orders);
    if (!("plan" in now)) return now;
    return claim() ?? this.#go(id, orders);
  }

  /** Without waiting for anything before it is written down. @param {string} id @param {number} approved @returns {Promise<Told>} */
  async #go(id, approved) {
    this.store.set(id, { phase: "started", approved, problem: undefined });
    await this.runner.wake(id);
    const answer = Response.json({ id, state: "running" }, { status: 202 });
    return { answer, isDone: true, outcome: "started" };
  }
}
