// The errors that only many orders have; all others are those of single calls.

import { CertCentralError } from "../errors.js";

/** @import { Shortfall } from "./types.js" */
/** @typedef {{ line: number, column?: number, field: string, message: string }} RowIssue */
/** @typedef {ConstructorParameters<typeof CertCentralError>[0]} Details */

/** Nothing was sent. @param {string} message @returns {Details} */
const nothingSent = (message) => ({
  code: "invalid-input",
  effect: "none",
  retryable: false,
  message,
  errors: [],
  issues: [],
});

/** A list with rows that are wrong: nothing of it is taken. */
export class InvalidListError extends CertCentralError {
  /** @param {{ message: string, rows: readonly RowIssue[], more: number }} rejected */
  constructor({ message, rows, more }) {
    super(nothingSent(message));
    this.rows = rows;
    this.more = more;
  }

  /** @override */
  toJSON() {
    return { ...super.toJSON(), rows: this.rows, more: this.more };
  }
}

/** A plan that cannot be done in time. */
export class PlanRefusedError extends CertCentralError {
  /** @param {string} message @param {Shortfall} remedies */
  constructor(message, remedies) {
    super(nothingSent(message));
    this.remedies = remedies;
  }

  /** @override */
  toJSON() {
    return { ...super.toJSON(), remedies: this.remedies };
  }
}

/** A journal that cannot be used: without it, nothing is sent. */
export class JournalError extends CertCentralError {
  /** @param {string} message @param {unknown} [cause] */
  constructor(message, cause) {
    super(nothingSent(message), cause);
  }
}

InvalidListError.prototype.name = "InvalidListError";
PlanRefusedError.prototype.name = "PlanRefusedError";
JournalError.prototype.name = "JournalError";
