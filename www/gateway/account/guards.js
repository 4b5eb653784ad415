// What stops a change that revokes: a hold on the order, and the brake. Both are looked at once more right before sending.
// Not here: what has to be read for that (`reach.js`).

import { CertCentralError } from "certcentral-revoke";
import { refused } from "./change-result.js";

/** @typedef {import("./change-result.js").Told} Told */
/** @typedef {import("./holds.js").Hold} Hold */
/** @typedef {{ kind: "order" | "certificate" | "request", id: string }} Target */
/** @typedef {() => Told | undefined} Gate the last look, without waiting: what it refuses is not sent */

export class Stops {
  /**
   * @param {import("./holds.js").Holds} holds @param {import("./brake.js").Brake} brake
   * @param {import("./blast-radius.js").Reach} reach
   */
  constructor(holds, brake, reach) {
    this.holds = holds;
    this.brake = brake;
    this.reach = reach;
  }

  /**
   * @param {Target} target what is revoked, or the request that is approved
   * @param {Target} [counted] as what the brake counts it
   * @returns {Promise<{ stopped: Told } | { stopped: undefined, gate: Gate }>}
   */
  async look(target, counted = target) {
    const { version } = this.holds;
    const stopped = await this.#held(target);
    if (stopped) return { stopped };
    const gate = () => this.#heldNow(target, version) ?? this.#braked(counted);
    return { stopped, gate };
  }

  /** @param {Target} target */
  async #held({ kind, id }) {
    if (kind === "order") return stoppedBy(this.holds.of(id));
    const holds = this.holds.list();
    if (holds.length === 0) return undefined;
    return kind === "certificate" ? this.#certificate(id, holds) : this.#request(id);
  }

  /** @param {string} id @param {Hold[]} holds */
  async #certificate(id, holds) {
    let unread;
    for (const hold of holds) {
      try {
        if (await this.reach.isOn(id, hold.orderId)) return stoppedBy(hold);
      } catch (error) {
        if (!(error instanceof CertCentralError)) throw error;
        unread ??= hold;
      }
    }
    if (!unread) return undefined;
    const message = `Order ${unread.orderId} is on hold and could not be read, so nobody can tell whether this certificate is on it.`;
    return refused(403, "access_denied|hold", message, { hold: unread });
  }

  /** @param {string} id */
  async #request(id) {
    const { type = "revoke", orderId } = await this.reach.requestOf(id).catch((error) => {
      if (!(error instanceof CertCentralError)) throw error;
      return { type: undefined, orderId: undefined };
    });
    if (type !== "revoke") return undefined;
    if (orderId !== undefined) return stoppedBy(this.holds.of(orderId));
    const message =
      "There are orders on hold, and it could not be read which order this request is about.";
    return refused(403, "access_denied|hold", message);
  }

  /** A hold may have been set while something was read, and while the turn came. @param {Target} target @param {number} version */
  #heldNow({ kind, id }, version) {
    if (kind === "order") return stoppedBy(this.holds.of(id));
    if (this.holds.version === version) return undefined;
    return refused(409, "conflict|holds", "The holds were changed meanwhile: ask again.");
  }

  /** @param {Target} counted */
  #braked({ kind, id }) {
    const until = this.brake.take([`${kind} ${id}`]);
    if (until === 0) return undefined;
    const { perHour, perAction } = this.brake.policy;
    const message = Number.isFinite(until)
      ? `The brake lets ${perHour} orders be revoked in an hour; it goes again at ${new Date(until).toISOString()}.`
      : `The brake lets ${perAction} orders be revoked in one action, and ${perHour} in an hour.`;
    return refused(403, "access_denied|brake", message, { perHour, perAction, until });
  }
}

/** @param {Hold | undefined} hold */
function stoppedBy(hold) {
  if (!hold) return undefined;
  const { orderId, reason, by, time } = hold;
  const since = new Date(time).toISOString();
  const message = `Order ${orderId} is on hold (${by}, ${since}): ${reason}.`;
  return refused(403, "access_denied|hold", message, { hold });
}
