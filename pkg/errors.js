// The error classes and their plain-data form. The Rust core decides which error a failure is.

/** @import { ApiError, Attempt, FailureDetails, Issue, Problem } from "./types.js" */
/** @import { CauseJson } from "./index.js" */

/** @typedef {FailureDetails & { attempts?: Attempt[] | undefined }} Details a failure, and the requests that were sent */

/** Marks every error of this package, so that `instanceof` also works between two copies of the package. */
const BRAND = Symbol.for("certcentral-revoke.error");
/** The first argument of every constructor. Only this package has it, so that other code cannot construct an error by accident. */
export const INTERNAL = Symbol("certcentral-revoke.internal");
/** The number of causes that a message and `toJSON` include. */
const MAX_CAUSES = 4;

export class CertCentralError extends Error {
  /** @type {CauseJson | undefined} a copy, because the cause can be a live object of the caller */
  #cause;

  /** @param {unknown} internal @param {Details} details @param {unknown} [cause] redacted */
  constructor(internal, details, cause) {
    if (internal !== INTERNAL)
      throw new TypeError(
        `${new.target.prototype.name} cannot be constructed: error objects are created by the client`,
      );
    super(withCause(details.message, cause), cause === undefined ? undefined : { cause });
    this.code = details.code;
    this.effect = details.effect;
    this.status = details.status;
    /** @type {readonly ApiError[]} */
    this.errors = details.errors;
    this.retryable = details.retryable;
    /** @type {readonly Attempt[]} */
    this.attempts = details.attempts ?? [];
    this.subject = details.subject;
    this.#cause = causeJson(cause);
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** Compares brand and name, which no bundler changes. @override @param {unknown} value */
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
    const { name, message, code, effect, status, errors, retryable, attempts, subject } = this;
    const cause = this.#cause;
    return { name, message, code, effect, status, errors, retryable, attempts, subject, cause };
  }
}

export class InvalidInputError extends CertCentralError {
  /** @param {unknown} internal @param {Details} details @param {unknown} [cause] */
  constructor(internal, details, cause) {
    super(internal, details, cause);
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
export class InFlightError extends CertCentralError {}
export class NotConnectedError extends CertCentralError {}
export class CoreUnavailableError extends CertCentralError {}
export class CoreCrashedError extends CertCentralError {}

/** A response that proves neither success nor failure. `problem` says why. */
class UnclearResponseError extends CertCentralError {
  /** @param {unknown} internal @param {Details} details @param {unknown} [cause] */
  constructor(internal, details, cause) {
    super(internal, details, cause);
    this.problem = /** @type {Problem} */ (details.problem);
  }

  /** @override */
  toJSON() {
    return { ...super.toJSON(), problem: this.problem };
  }
}

export class UnknownOutcomeError extends UnclearResponseError {}
export class ReadFailedError extends UnclearResponseError {}

/** @type {Record<FailureDetails["code"], new (internal: unknown, details: Details, cause?: unknown) => CertCentralError>} */
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
  "in-flight": InFlightError,
  "not-connected": NotConnectedError,
  "core-unavailable": CoreUnavailableError,
  "core-crashed": CoreCrashedError,
};

CertCentralError.prototype.name = "CertCentralError";
for (const [code, { prototype }] of Object.entries(CLASSES)) {
  prototype.name = `${code.replace(/(^|-)./g, (start) => start.slice(-1).toUpperCase())}Error`;
}

/**
 * Creates the error of a failure. Its stack trace starts at the caller of `entry`.
 * @param {Details} details @param {unknown} [cause] redacted, see `causeOf` in `redact.js`
 * @param {Function} [entry] the outermost function of this package on the stack
 */
export function errorOf(details, cause, entry = errorOf) {
  const error = new CLASSES[details.code](INTERNAL, details, cause);
  // V8 and current browsers only.
  Error.captureStackTrace?.(error, entry);
  formatStack(error);
  return error;
}

/**
 * Formats the stack of an error now. Until it is read, V8 keeps the frames, and with them the WebAssembly instance
 * and its memory: a list of errors would hold every crashed instance.
 * @param {any} error
 */
export function formatStack(error) {
  try {
    return error?.stack;
  } catch {
    return undefined;
  }
}

/** @param {"core-unavailable" | "core-crashed"} code @param {string} message @param {boolean} sent @param {unknown} cause */
export function coreError(code, message, sent, cause) {
  const effect = sent ? "unknown" : "none";
  const advice = sent
    ? "; the call may have taken effect: read the order before you send it again"
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
    coreError,
  );
}

/** Appends the messages of the causes, unless the message contains them. @param {string} message @param {unknown} cause */
function withCause(message, cause) {
  /** @type {string[]} */
  const messages = [];
  for (let at = causeJson(cause); at; at = at.cause) {
    // An `AggregateError` of a failed connection has a code and no message.
    const text = at.message || String(at.code ?? "");
    if (text !== "" && ![message, ...messages].some((known) => known.includes(text)))
      messages.push(text);
  }
  return messages.length === 0 ? message : `${message} (caused by: ${messages.join(": ")})`;
}

/** @param {unknown} cause @returns {CauseJson | undefined} */
function causeJson(cause, depth = MAX_CAUSES) {
  if (cause === undefined || depth === 0) return undefined;
  try {
    const { name = "Error", message = cause, code, cause: inner } = Object(cause);
    const rest = causeJson(inner, depth - 1);
    return {
      name: String(name),
      message: String(message),
      ...(code === undefined ? {} : { code: typeof code === "number" ? code : String(code) }),
      ...(rest && { cause: rest }),
    };
  } catch {
    return { name: "Error", message: "an error that cannot be read" };
  }
}
