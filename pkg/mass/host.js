// The JavaScript functions that the core for bulk revocation calls, in addition to those of single calls.

import { host } from "../host.js";
import { InvalidListError, JournalError, PlanRefusedError } from "./errors.js";

/** @import { RowIssue } from "./errors.js" */
/** @import { RateLimiter } from "./rate-limiter.js" */
/** @import { Shortfall } from "./types.js" */

/** Without a client: to read a list, a stored plan or a journal. */
export const massHost = {
  ...host,
  /** @param {string} message @param {readonly RowIssue[]} rows @param {number} more */
  invalidList: (message, rows, more) => new InvalidListError({ message, rows, more }),
  /** @param {string} message @param {Shortfall} shortfall */
  planRefused: (message, shortfall) => new PlanRefusedError(message, shortfall),
  /** @param {string} message */
  journalError: (message) => new JournalError(message),
};

/**
 * For one client.
 * @param {RateLimiter} rateLimiter used if the settings have none
 * @param {(response: Promise<unknown>) => void} watch receives the promise of each response
 */
export const hostOf = (rateLimiter, watch) => ({ ...massHost, rateLimiter, watch });
