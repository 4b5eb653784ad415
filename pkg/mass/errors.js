// The errors of bulk revocation. Bulk revocation also throws the errors of single calls.

import { CertCentralError, INTERNAL } from "../errors.js";

/** @import { Shortfall } from "./types.js" */
/** @import { Details } from "../errors.js" */
/** @typedef {{ line: number, column?: number, field: string, rule: string, message: string }} RowIssue */

/** A failure before anything was sent. @param {string} message @returns {Details} */
const nothingSent = (message) => ({
  code: "invalid-input",
  effect: "none",
  retryable: false,
  message,
  errors: [],
  issues: [],
});

/** A list with invalid rows. The whole list is rejected. */
export class InvalidListError extends CertCentralError {
  /** @param {{ message: string, rows: readonly RowIssue[], more: number }} rejected */
  constructor(rejected) {
    super(Array.isArray(rejected?.rows) && INTERNAL, nothingSent(rejected?.message));
    this.rows = rejected.rows;
    this.more = rejected.more;
  }

  /** @override */
  toJSON() {
    return { ...super.toJSON(), rows: this.rows, more: this.more };
  }
}

/** A plan that cannot meet its deadline. */
export class PlanRefusedError extends CertCentralError {
  /** @param {string} message @param {Shortfall} shortfall */
  constructor(message, shortfall) {
    super(
      typeof message === "string" && shortfall instanceof Object && INTERNAL,
      nothingSent(message),
    );
    this.shortfall = shortfall;
  }

  /** @override */
  toJSON() {
    return { ...super.toJSON(), shortfall: this.shortfall };
  }
}

/** A journal that cannot be used. Without a journal nothing is sent. Journals of your own throw it, too. */
export class JournalError extends CertCentralError {
  /** @param {string} message @param {unknown} [cause] */
  constructor(message, cause) {
    super(INTERNAL, nothingSent(message), cause);
  }
}

InvalidListError.prototype.name = "InvalidListError";
PlanRefusedError.prototype.name = "PlanRefusedError";
JournalError.prototype.name = "JournalError";
