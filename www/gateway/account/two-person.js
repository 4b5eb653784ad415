// The two-person rule at work: somebody proposes, somebody else approves exactly that, once. What is to be done then, each
// kind of proposal says for itself. Not here: whether two people are needed (`rules/two-person.js`).

import { refusal } from "../http/problem.js";
import { refused } from "./change-result.js";
import { madeOf, proposalOf, readOf, requestIdOf } from "./rules/approval-request.js";
import { boundHash } from "./rules/binding.js";
import { decisionFault } from "./rules/two-person.js";

/** @typedef {import("./proposals.js").Proposal} Proposal */
/** @typedef {import("./rules/binding.js").Bound} Bound */
/** @typedef {import("./change-result.js").Told} Told */
/** @typedef {import("../upstream/account-client.js").From} From */

/**
 * @typedef {object} Kind
 * @property {(bound: Bound) => Promise<Bound | undefined>} boundNow what it would be bound to now; nothing where that
 *   cannot be read
 * @property {(proposal: Proposal, from: From, claim: () => Told | undefined) => Promise<Told>} act does it. It calls
 *   `claim` right before, without waiting in between, and does nothing where that refuses
 */

const LATE = "It was not approved in time: ask for it anew.";

export class TwoPerson {
  /**
   * @param {import("./proposals.js").Proposals} proposals
   * @param {import("../audit/log.js").Record} record
   * @param {Map<Bound["kind"], Kind>} kinds
   */
  constructor(proposals, record, kinds) {
    this.proposals = proposals;
    this.record = record;
    this.kinds = kinds;
  }

  /**
   * Asked for again by the same person, it is the one that waits.
   * @param {string} subject @param {Bound} bound @param {unknown} work @param {From} from @returns {Promise<Told>}
   */
  async propose(subject, bound, work, { actor }) {
    const hash = await boundHash(bound);
    const waiting = this.proposals.waiting(subject);
    if (waiting) {
      const { n, by } = waiting;
      const same = by.id === actor.id && JSON.stringify(waiting.work) === JSON.stringify(work);
      if (same) return proposed(waiting);
      const message = `Request ${requestIdOf(n)} of ${by.id} about it waits for approval: decide upon that one first.`;
      return refused(409, "conflict|waits", message, { request: String(requestIdOf(n)) });
    }
    const { id, how, name } = actor;
    const by = { id, how, ...(name === undefined ? {} : { name }) };
    return proposed(this.proposals.add({ subject, bound, hash, work, by, time: Date.now() }));
  }

  /**
   * @param {string} requestId @param {{ status: "approved" | "rejected", processor_comment?: string }} decision
   * @param {From} from @returns {Promise<Told>}
   */
  async decide(requestId, { status, processor_comment: note }, from) {
    const proposal = this.get(requestId);
    if (!proposal) return refused(404, "not_found|request", "There is no such request.");
    const fault = this.#fault(proposal, status, from);
    if (fault) return fault;
    const { actor } = from;
    const settled = () => ({ by: { id: actor.id, how: actor.how }, time: Date.now(), note });
    if (status === "rejected") {
      this.proposals.settle(proposal.n, "rejected", settled());
      return { ...done(proposal), outcome: "rejected" };
    }
    const changed = await this.#changed(proposal);
    if (changed) return changed;
    let claimed = false;
    const told = await this.#kindOf(proposal).act(proposal, from, () => {
      // Others may have decided while it was read, and while its turn came.
      const now = this.get(requestId) ?? proposal;
      const late = this.#fault(now, status, from);
      if (late) return late;
      claimed = this.proposals.settle(proposal.n, "approved", settled());
      return undefined;
    });
    if (!claimed) return told;
    if (!told.isDone) this.proposals.release(proposal.n);
    else this.proposals.told(proposal.n, cameOf(told));
    if (!told.answer.ok || told.effect !== undefined) return told;
    return { ...told, ...done(proposal), outcome: `approved-${told.outcome}` };
  }

  /** As `GET /request/{id}`. @param {string} requestId */
  async read(requestId) {
    const proposal = this.get(requestId);
    if (proposal) return Response.json(await readOf(proposal));
    return refusal(404, [{ code: "not_found|request", message: "There is no such request." }]);
  }

  /** Whose time is over is put down as that. */
  async expire() {
    for (const proposal of this.proposals.overdue(Date.now())) {
      if (!this.proposals.settle(proposal.n, "expired", { time: Date.now() })) continue;
      const { hash, bound, by } = proposal;
      await this.record.append({
        actor: { id: "gateway", how: "setting" },
        action: "proposal-expired",
        target: targetOf(proposal),
        details: { hash, by: by.id, expires: bound.expires },
      });
    }
  }

  /** @param {string} requestId */
  get(requestId) {
    const n = proposalOf(requestId);
    return n === undefined ? undefined : this.proposals.get(n);
  }

  /** @param {Proposal} proposal @param {"approved" | "rejected"} decision @param {From} from */
  #fault({ status, by, bound, hash }, decision, { actor }) {
    const about = { status, by: by.id, expires: bound.expires };
    const fault = decisionFault(about, decision, actor.id, Date.now());
    if (fault === "expired") return refused(409, "conflict|expired", LATE, { hash });
    if (fault === "decided")
      return refused(409, "conflict|decided", `It is ${status} already.`, { hash });
    if (fault === "same_person") {
      const message = "Two people are needed: who asked for it cannot approve it.";
      return refused(403, "access_denied|same_person", message, { hash });
    }
    return undefined;
  }

  /** @param {Proposal} proposal */
  #kindOf({ bound: { kind } }) {
    const known = this.kinds.get(kind);
    if (!known) throw new TypeError(`nobody knows how to carry out a ${kind}`);
    return known;
  }

  /** Reads again what the approval is bound to. @param {Proposal} proposal @returns {Promise<Told | undefined>} */
  async #changed(proposal) {
    const { n, bound, hash } = proposal;
    const now = await this.#kindOf(proposal).boundNow(bound);
    if (!now) {
      const message =
        "What it reaches could not be read, so nobody can tell whether that changed: approve it again.";
      return refused(409, "conflict|not_read", message, { hash });
    }
    const hashNow = await boundHash(now);
    if (hashNow === hash) return undefined;
    this.proposals.settle(n, "void", { time: Date.now(), note: "what it reaches has changed" });
    const message =
      "What it reaches has changed since it was asked for, so it is void: ask for it anew.";
    return { ...refused(409, "conflict|changed", message, { hash, hashNow }), isDone: true };
  }
}

/** @param {Told} told */
function cameOf({ answer, outcome, effect }) {
  if (answer.ok && effect === undefined) return outcome;
  return effect === "none" ? "refused" : "unknown";
}

/** @param {Proposal} proposal @returns {Promise<Told>} */
async function proposed(proposal) {
  const { n, hash, bound } = proposal;
  const { certificates, expires } = bound;
  const answer = Response.json(await madeOf(proposal), { status: 201 });
  const request = String(requestIdOf(n));
  const details = { request, hash, certificates: certificates?.length ?? null, expires };
  return { answer, isDone: true, outcome: "proposed", details };
}

/** @param {Proposal} proposal */
function done({ hash }) {
  return { answer: new Response(null, { status: 204 }), isDone: true, details: { hash } };
}

/** What a proposal is about, for the record. @param {Proposal} proposal */
export function targetOf({ n, bound: { kind, orders, certificates } }) {
  const [id] = (kind === "order" ? orders : certificates) ?? [];
  const request = String(requestIdOf(n));
  return kind === "job" || id === undefined ? { request } : { request, [kind]: id };
}
