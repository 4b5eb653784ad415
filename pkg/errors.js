// The error classes: one for each thing a caller does differently. Not here: what an error means; the Rust core says that.

/** @import { ApiError, Attempt, FailureDetails, Issue, Problem } from "./types.js" */

/** @typedef {FailureDetails & { attempts?: Attempt[] }} Details a failure, and what was sent */

/** Marks every error of this package, so that `instanceof` also holds between two copies of it. */
const BRAND = Symbol.for("certcentral-revoke.error");

export class CertCentralError extends Error {
  /** @param {Details} details @param {unknown} [cause] */
  constructor(details, cause) {
    super(details.message, cause === undefined ? undefined : { cause });
    this.code = details.code;
    this.effect = details.effect;
    this.status = details.status;
    /** @type {readonly ApiError[]} */
    this.errors = details.errors;
    this.retryable = details.retryable;
    /** @type {readonly Attempt[]} */
    this.attempts = details.attempts ?? [];
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** Told by brand and name, which no bundler changes. @override @param {unknown} value */
  static [Symbol.hasInstance](value) {
    if (!Object.hasOwn(this.prototype, "name")) return super[Symbol.hasInstance](value);
    /** @type {any} */
    let at = value instanceof Object && Reflect.get(value, BRAND) ? value : null;
    while (at && !(Object.hasOwn(at, "name") && at.name === this.prototype.name)) {
      at = Object.getPrototypeOf(at);
    }
    return at !== null;
  }

  toJSON() {
    const { name, message, code, effect, status, errors, retryable, attempts } = this;
    return { name, message, code, effect, status, errors, retryable, attempts };
  }
}

export class InvalidInputError extends CertCentralError {
  /** @param {Details} details */
  constructor(details) {
    super(details);
    /** @type {readonly Issue[]} */
    this.issues = details.issues;
  }

  /** @override */
  toJSON() {
    return { ...super.toJSON(), issues: this.issues };
  }
}

export class AccessDeniedError extends CertCentralError {}
export class NotFoundError extends CertCentralError {}
export class RateLimitedError extends CertCentralError {}
export class RefusedError extends CertCentralError {}
export class TimeoutError extends CertCentralError {}
export class AbortedError extends CertCentralError {}
export class CoreUnavailableError extends CertCentralError {}
export class CoreCrashedError extends CertCentralError {}

/** An answer that is neither yes nor no; `problem` says why. */
class UnclearAnswerError extends CertCentralError {
  /** @param {Details} details @param {unknown} [cause] */
  constructor(details, cause) {
    super(details, cause);
    this.problem = /** @type {Problem} */ (details.problem);
  }

  /** @override */
  toJSON() {
    return { ...super.toJSON(), problem: this.problem };
  }
}

export class UnknownOutcomeError extends UnclearAnswerError {}
export class ReadFailedError extends UnclearAnswerError {}

/** @type {Record<FailureDetails["code"], new (details: Details, cause?: unknown) => CertCentralError>} */
const CLASSES = {
  "invalid-input": InvalidInputError,
  "access-denied": AccessDeniedError,
  "not-found": NotFoundError,
  "rate-limited": RateLimitedError,
  refused: RefusedError,
  "unknown-outcome": UnknownOutcomeError,
  "read-failed": ReadFailedError,
  timeout: TimeoutError,
  aborted: AbortedError,
  "core-unavailable": CoreUnavailableError,
  "core-crashed": CoreCrashedError,
};

CertCentralError.prototype.name = "CertCentralError";
for (const [code, { prototype }] of Object.entries(CLASSES)) {
  prototype.name = `${code.replace(/(^|-)./g, (start) => start.slice(-1).toUpperCase())}Error`;
}

/** @param {Details} details @param {unknown} [cause] */
export function errorOf(details, cause) {
  return new CLASSES[details.code](details, cause);
}

/** @param {"core-unavailable" | "core-crashed"} code @param {string} message @param {boolean} sent @param {unknown} cause */
export function coreError(code, message, sent, cause) {
  const effect = sent ? "unknown" : "none";
  const advice = sent
    ? "; the call may have taken effect: read the order before anything is sent again"
    : "";
  return errorOf(
    {
      code,
      effect,
      retryable: !sent && code === "core-crashed",
      message: message + advice,
      errors: [],
      issues: [],
    },
    cause,
  );
}
