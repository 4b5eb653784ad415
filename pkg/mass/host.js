// What the core for many orders needs of JavaScript, besides what the one for single calls needs.

import { host } from "../host.js";
import { InvalidListError, JournalError, PlanRefusedError } from "./errors.js";

/** @import { RowIssue } from "./errors.js" */
/** @import { RateLimiter } from "./rate-limiter.js" */
/** @import { Shortfall } from "./types.js" */

/** Without a client: a list, a plan that was kept, a journal that is only read. */
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
 * @param {RateLimiter} rateLimiter the one to use if the settings have none
 * @param {(response: Promise<unknown>) => void} watch receives the promise of each response
 */
export const hostOf = (rateLimiter, watch) => ({ ...massHost, rateLimiter, watch });
