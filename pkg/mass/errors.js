// The errors that only many orders have; all others are those of single calls.

import { CertCentralError } from "../errors.js";

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
  /** @param {string} message @param {readonly RowIssue[]} rows */
  constructor(message, rows) {
    super(nothingSent(message));
    this.rows = rows;
  }

  /** @override */
  toJSON() {
    return { ...super.toJSON(), rows: this.rows };
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
JournalError.prototype.name = "JournalError";
