// What happens to a change, from the intent on the record to its answer there: holds, the two-person rule and the brake
// each may end it before anything is sent. Not here: what a body may hold (`../routes/changes.js`).

import { answerOf, changeOf, intentOf } from "./audit-entries.js";
import { decisionTold, readRefused, refused, revokeTold } from "./change-result.js";
import { proposalOf } from "./rules/approval-request.js";
import { demandOf } from "./rules/two-person.js";
import { TwoPerson, targetOf } from "./two-person.js";

/** @typedef {import("./change-result.js").Told} Told */
/** @typedef {import("./audit-entries.js").Change} Change */
/** @typedef {import("./proposals.js").Proposal} Proposal */
/** @typedef {import("./rules/binding.js").Bound} Bound */
/** @typedef {import("./rules/two-person.js").Reached} Reached */
/** @typedef {import("./guards.js").Gate} Gate */
/** @typedef {import("../upstream/account-client.js").From} From */
/** @typedef {Pick<import("../upstream/account-client.js").Asked, "call" | "lane">} Work */

const MINUTE_MS = 60_000;

export class Changes {
  /**
   * @param {object} account
   * @param {import("./guards.js").Stops} account.stops
   * @param {import("./blast-radius.js").Reach} account.reach
   * @param {import("./submitters.js").SubmittedRequests} account.submitted
   * @param {import("./proposals.js").Proposals} account.proposals
   * @param {import("../audit/log.js").Record} account.record
   * @param {import("./rules/settings.js").TwoPersonPolicy | null} account.policy
   * @param {(work: Work, gate?: Gate) => Promise<Response | Told>} account.send
   */
  constructor({ stops, reach, submitted, proposals, record, policy, send }) {
    this.stops = stops;
    this.reach = reach;
    this.submitted = submitted;
    this.record = record;
    this.policy = policy;
    this.send = send;
    const revoke = {
      boundNow: (/** @type {Bound} */ bound) => this.#boundNow(bound),
      act: (
        /** @type {Proposal} */ proposal,
        /** @type {From} */ from,
        /** @type {Gate} */ claim,
      ) => this.#revokeProposed(proposal, from, claim),
    };
    const kinds = new Map([
      [/** @type {const} */ ("order"), revoke],
      [/** @type {const} */ ("certificate"), revoke],
    ]);
    this.twoPerson = new TwoPerson(proposals, record, kinds);
  }

  /**
   * Written down before it is sent: what cannot be recorded is not done.
   * @param {Work} work @param {From} from @returns {Promise<Told>}
   */
  make(work, from) {
    const change = changeOf(work.call);
    if (change.kind !== "request")
      return this.#recorded(intentOf(change, from), () => this.#revoke(change, work, from));
    const proposal = this.twoPerson.get(change.id);
    const intent = intentOf(change, from, proposal && targetOf(proposal));
    return this.#recorded(intent, () => this.#decide(change, work, from));
  }

  /** @param {import("../audit/chain.js").Entry} intent @param {() => Promise<Told>} act */
  async #recorded(intent, act) {
    await this.record.append(intent);
    const told = await act();
    await this.record.append(answerOf(intent, told));
    return told;
  }

  /** @param {Change} change @param {Work} work @param {From} from @returns {Promise<Told>} */
  async #revoke(change, work, from) {
    const look = await this.stops.look(change);
    if (look.stopped) return look.stopped;
    const { policy } = this;
    if (policy !== null) {
      const reached = await this.#reached(change).catch(readRefused);
      if (reached !== null && "answer" in reached) return reached;
      if (demandOf(policy, change.body.revocation_reason, reached)) {
        const expires = Math.ceil(Date.now() + policy.expiresMinutes * MINUTE_MS);
        const bound = boundOf(change, reached, expires);
        return this.twoPerson.propose(`${change.kind} ${change.id}`, bound, work, from);
      }
    }
    return this.#sendRevoke(change, work, from.actor.id, look.gate);
  }

  /** @param {Change} change @param {Work} work @param {From} from @returns {Promise<Told>} */
  async #decide(change, work, from) {
    const { id, body } = change;
    if (proposalOf(id) !== undefined)
      return this.twoPerson.decide(id, /** @type {any} */ (body), from);
    let gate;
    if (body.status === "approved") {
      const submitted = this.submitted.of(id);
      if (submitted?.by === from.actor.id && (await this.#isDemanded(submitted))) {
        const message = "Two people are needed: who asked for the revocation cannot approve it.";
        return refused(403, "access_denied|same_person", message);
      }
      const look = await this.stops.look(change, submitted);
      if (look.stopped) return look.stopped;
      gate = look.gate;
    }
    const answer = await this.send(work, gate);
    return answer instanceof Response ? decisionTold(answer) : answer;
  }

  /** @param {Proposal} proposal @param {From} from @param {Gate} claim @returns {Promise<Told>} */
  async #revokeProposed(proposal, from, claim) {
    const work = /** @type {Work} */ (proposal.work);
    const change = changeOf(work.call);
    const look = await this.stops.look(change);
    if (look.stopped) return look.stopped;
    const { by } = proposal;
    const intent = intentOf(change, from, targetOf(proposal));
    const details = { ...change.body, hash: proposal.hash, proposedBy: by.id };
    return this.#recorded({ ...intent, details }, () =>
      this.#sendRevoke(change, work, by.id, () => look.gate() ?? claim()),
    );
  }

  /** @param {Change} change @param {Work} work @param {string} by @param {Gate} gate @returns {Promise<Told>} */
  async #sendRevoke({ kind, id, body }, work, by, gate) {
    const answer = await this.send(work, gate);
    if (!(answer instanceof Response)) return answer;
    const told = await revokeTold(answer);
    if (told.requestId !== undefined && kind !== "request")
      this.submitted.remember(told.requestId, { by, kind, id, reason: body.revocation_reason });
    return told;
  }

  /** @param {import("./submitters.js").Submitted} submitted */
  async #isDemanded({ kind, id, reason }) {
    if (this.policy === null) return false;
    const reached = await this.#reached({ kind, id }).catch(readRefused);
    const counted = reached !== null && "ids" in reached ? reached : null;
    return demandOf(this.policy, reason, counted) !== undefined;
  }

  /** @param {import("./guards.js").Target} target @returns {Promise<Reached | null>} */
  async #reached({ kind, id }) {
    return kind === "order" ? this.reach.certificatesOf(id) : { ids: [id], isWhole: true };
  }

  /** What could not be read when it was asked for is not part of what is approved. @param {Bound} bound */
  async #boundNow(bound) {
    const [orderId] = bound.orders;
    if (bound.certificates === null || orderId === undefined) return bound;
    const reached = await this.#reached({ kind: "order", id: orderId }).catch(readRefused);
    if (reached === null || !("ids" in reached)) return undefined;
    return { ...bound, certificates: reached.ids, isWhole: reached.isWhole };
  }
}

/** @param {Change} change @param {Reached | null} reached @param {number} expires @returns {Bound} */
function boundOf({ kind, id, body }, reached, expires) {
  const isOrder = kind === "order";
  return {
    kind: isOrder ? "order" : "certificate",
    orders: isOrder ? [id] : [],
    certificates: reached?.ids ?? null,
    isWhole: reached?.isWhole ?? false,
    reason: body.revocation_reason ?? "unspecified",
    skipApproval: body.skip_approval ?? false,
    comment: body.comment ?? null,
    deadline: null,
    expires,
  };
}
