// The first fault that the verifier finds in a log.

export class Fault extends Error {
  /** @param {string} message @param {number} [back] the distance to an earlier line that has the fault */
  constructor(message, back = 0) {
    super(message);
    this.back = back;
  }
}

/** @param {number} from @param {number} to */
export function span(from, to) {
  return from === to ? `entry ${from} is` : `entries ${from} to ${to} are`;
}
