// The guards of a revocation: holds and the revocation limit. Both are checked again right before the request is sent.

import { CertCentralError } from "certcentral-revoke";
import { deniedResult } from "./change-result.js";

/** @typedef {import("./change-result.js").ChangeResult} ChangeResult */
/** @typedef {import("./holds.js").Hold} Hold */
/** @typedef {{ kind: "order" | "certificate" | "request", id: string }} Target */
/** @typedef {() => ChangeResult | undefined} FinalCheck the synchronous check right before sending; a result denies the change */

export class Guards {
  /**
   * @param {import("./holds.js").Holds} holds @param {import("./brake.js").Brake} brake
   * @param {import("./blast-radius.js").BlastRadiusReader} blastRadius
   */
  constructor(holds, brake, blastRadius) {
    this.holds = holds;
    this.brake = brake;
    this.blastRadius = blastRadius;
  }

  /**
   * Checks the holds, and returns the check to run right before sending.
   * @param {Target} target what is revoked, or the request that is approved
   * @param {string} person whom the reads count for
   * @param {Target} [counted] what the revocation limit counts
   * @returns {Promise<{ denied: ChangeResult } | { denied: undefined, finalCheck: FinalCheck }>}
   */
  async check(target, person, counted = target) {
    const { version } = this.holds;
    const denied = await this.#checkHolds(target, person);
    if (denied) return { denied };
    const finalCheck = () => this.#recheckHolds(target, version) ?? this.#checkLimit(counted);
    return { denied, finalCheck };
  }

  /** @param {Target} target @param {string} person */
  async #checkHolds({ kind, id }, person) {
    if (kind === "order") return heldResult(this.holds.of(id));
    const holds = this.holds.list();
    if (holds.length === 0) return undefined;
    return kind === "certificate"
      ? this.#checkCertificate(id, holds, person)
      : this.#checkRequest(id, person);
  }

  /** @param {string} id @param {Hold[]} holds @param {string} person */
  async #checkCertificate(id, holds, person) {
    let unread;
    for (const hold of holds) {
      try {
        if (await this.blastRadius.includes(hold.orderId, id, person)) return heldResult(hold);
      } catch (error) {
        if (!(error instanceof CertCentralError)) throw error;
        unread ??= hold;
      }
    }
    if (!unread) return undefined;
    const message = `Order ${unread.orderId} is on hold and could not be read. It may include this certificate.`;
    return deniedResult(403, "access_denied|hold", message, { hold: unread });
  }

  /** @param {string} id @param {string} person */
  async #checkRequest(id, person) {
    const { type = "revoke", orderId } = await this.blastRadius
      .requestOf(id, person)
      .catch((error) => {
        if (!(error instanceof CertCentralError)) throw error;
        return { type: undefined, orderId: undefined };
      });
    if (type !== "revoke") return undefined;
    if (orderId !== undefined) return heldResult(this.holds.of(orderId));
    const message = "Some orders are on hold, and the order of this request could not be read.";
    return deniedResult(403, "access_denied|hold", message);
  }

  /** A hold may have been set during a read or while the request was queued. @param {Target} target @param {number} version */
  #recheckHolds({ kind, id }, version) {
    if (kind === "order") return heldResult(this.holds.of(id));
    if (this.holds.version === version) return undefined;
    return deniedResult(409, "conflict|holds", "The holds changed in the meantime. Try again.");
  }

  /** @param {Target} counted */
  #checkLimit({ kind, id }) {
    const until = this.brake.acquire([`${kind} ${id}`]);
    if (until === 0) return undefined;
    const { perHour, perAction } = this.brake.policy;
    const limits = `The revocation limit is ${perHour} orders per hour and ${perAction} per action.`;
    const message = Number.isFinite(until)
      ? `${limits} The next revocation is possible at ${new Date(until).toISOString()}.`
      : limits;
    return deniedResult(403, "access_denied|brake", message, { perHour, perAction, until });
  }
}

/** @param {Hold | undefined} hold */
function heldResult(hold) {
  if (!hold) return undefined;
  const { orderId, reason, by, time } = hold;
  const since = new Date(time).toISOString();
  const message = `Order ${orderId} is on hold (${by}, ${since}): ${reason}.`;
  return deniedResult(403, "access_denied|hold", message, { hold });
}
