// The stop button: everyone may stop all runs and writes; two people release it. Nothing is sent in between, approved and
// break-glass revocations included. Runs are paused and stay paused after the release, until a person resumes them.

import { identityOf } from "../auth/actor.js";
import { deniedResult } from "./change-result.js";

/** @typedef {import("../upstream/account-client.js").Caller} Caller */

export class StopButton {
  /**
   * @param {import("./freezer.js").Freezer} freezer @param {import("../audit/log.js").AuditLog} auditLog
   * @param {(text: string) => string} redact @param {() => Promise<void>} pauseRuns
   */
  constructor(freezer, auditLog, redact, pauseRuns) {
    this.freezer = freezer;
    this.auditLog = auditLog;
    this.redact = redact;
    this.pauseRuns = pauseRuns;
  }

  view() {
    return this.freezer.view();
  }

  /** @param {string} reason @param {Caller} caller */
  async press(reason, caller) {
    // The stop takes effect before anything else, even before its entry.
    const result = this.freezer.freeze(caller.actor, this.redact(reason));
    await this.pauseRuns();
    await this.#log("frozen", caller, { reason, result });
    return Response.json(this.view());
  }

  /** @param {string} reason @param {Caller} caller */
  async release(reason, caller) {
    const before = this.view();
    await this.#log("freeze-release", caller, { reason, ...before });
    const result = this.freezer.release(caller.actor);
    await this.#log("freeze-release-answer", caller, { result });
    switch (result) {
      case "released":
        return Response.json(this.view());
      case "second-person":
        return Response.json(this.view(), { status: 202 });
      case "same-person": {
        const message = "This person released it already. Another person must release it as well.";
        return deniedResult(403, "access_denied|same_person", message).response;
      }
      case "not-a-person": {
        const message = "Only people can release the stop, not a service token.";
        return deniedResult(403, "access_denied|not_a_person", message).response;
      }
      case "not-frozen":
        return deniedResult(409, "conflict|state", "Nothing is stopped.").response;
    }
  }

  /** @param {string} action @param {Caller} caller @param {Record<string, unknown>} details */
  async #log(action, { actor, origin }, details) {
    await this.auditLog.append({ actor: identityOf(actor), action, details, origin });
  }
}
