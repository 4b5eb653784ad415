// The error classes: construction, causes, abort reasons, redaction, and copies of the package.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import * as errors from "../../pkg/errors.js";
import { InvalidListError, JournalError, PlanRefusedError } from "../../pkg/mass/errors.js";
import { causeOf, causeWithout } from "../../pkg/redact.js";

const { CertCentralError, coreError, errorOf, RefusedError } = errors;
const KEY = "CANARY-5f2c9e0b7a41";

/** @type {import("../../pkg/errors.js").Details} */
const DETAILS = {
  code: "unknown-outcome",
  effect: "unknown",
  retryable: false,
  message: "no complete response",
  errors: [],
  issues: [],
  problem: "connection-failed",
};

/** @param {Partial<import("../../pkg/errors.js").Details>} details @param {unknown} [cause] */
const failed = (details, cause) => errorOf({ ...DETAILS, ...details }, cause);
/** @param {unknown} reason @param {string} [key] */
const aborted = (reason, key) =>
  failed({ code: "aborted", message: "aborted" }, causeOf("aborted", reason, key));
const connection = () =>
  new TypeError("fetch failed", {
    cause: Object.assign(new Error("getaddrinfo ENOTFOUND nosuch.invalid"), { code: "ENOTFOUND" }),
  });
/** The error in every printed form. @param {unknown} error */
const printed = (error) =>
  [
    String(error),
    JSON.stringify(error),
    inspect(error, { depth: 20, showHidden: true }),
    /** @type {any} */ (error).stack,
  ].join("\n");

test("a constructor called outside the package throws a TypeError", () => {
  const classes = Object.values(errors).filter(
    (value) => typeof value === "function" && value.prototype instanceof Error,
  );
  assert.equal(classes.length, 14);
  for (const Class of /** @type {any[]} */ ([...classes, InvalidListError, PlanRefusedError]))
    for (const args of [[], ["nope"], [DETAILS], [Symbol("certcentral-revoke.internal"), DETAILS]])
      assert.throws(() => new Class(...args), {
        name: "TypeError",
        message: `${Class.prototype.name} cannot be constructed: error objects are created by the client`,
      });
});

test("a custom journal can create a JournalError", () => {
  const error = new JournalError("the journal cannot be written", new Error("disk full"));
  assert.equal(error.message, "the journal cannot be written (caused by: disk full)");
  assert.deepEqual(
    [error.name, error.code, error.effect],
    ["JournalError", "invalid-input", "none"],
  );
});

test("each code has its class", () => {
  for (const code of /** @type {const} */ (["in-flight", "not-connected", "refused"])) {
    const error = failed({ code });
    assert.equal(error.name.toLowerCase(), `${code.replace("-", "")}error`);
    assert.ok(error instanceof /** @type {any} */ (errors)[error.name]);
  }
});

test("message and toJSON include the causes", () => {
  const error = failed({}, causeWithout(connection(), KEY));
  assert.equal(
    error.message,
    "no complete response (caused by: fetch failed: getaddrinfo ENOTFOUND nosuch.invalid)",
  );
  assert.deepEqual(JSON.parse(JSON.stringify(error)).cause, {
    name: "TypeError",
    message: "fetch failed",
    cause: {
      name: "Error",
      message: "getaddrinfo ENOTFOUND nosuch.invalid",
      code: "ENOTFOUND",
    },
  });
});

test("a message that contains its cause is unchanged", () => {
  assert.equal(failed({ message: "it failed: x" }, new Error("x")).message, "it failed: x");
  assert.equal(failed({}).message, "no complete response");
  assert.ok(!("cause" in failed({})));
});

test("a cause without a message is named by its code", () => {
  const refused = Object.assign(new AggregateError([], ""), { code: "ECONNREFUSED" });
  assert.match(failed({}, causeWithout(refused)).message, /\(caused by: ECONNREFUSED\)$/);
});

test("at most four causes are included", () => {
  let cause = new Error("level 9");
  for (let level = 8; level > 0; level -= 1) cause = new Error(`level ${level}`, { cause });
  const text = JSON.stringify(failed({}, cause));
  assert.ok(text.includes("level 4") && !text.includes("level 5"));
  /** @type {any} */
  const circular = new Error("again");
  circular.cause = circular;
  assert.ok(JSON.stringify(failed({}, circular)).includes("again"));
});

test("the subject is a field of the error and of its JSON", () => {
  const subject = /** @type {const} */ ({ kind: "order", id: "123456789" });
  const error = failed({ subject });
  assert.deepEqual([error.subject, error.toJSON().subject], [subject, subject]);
  assert.ok("subject" in failed({}));
});

test("the abort reason is the cause itself", async () => {
  class Own extends Error {}
  const timeout = AbortSignal.timeout(1);
  await new Promise((resolve) => timeout.addEventListener("abort", resolve));
  const controller = new AbortController();
  controller.abort();
  const reasons = [
    new Own("left"),
    { why: "left" },
    "left",
    timeout.reason,
    controller.signal.reason,
    Object.create(null),
    () => {},
    null,
    7n,
    Symbol("left"),
  ];
  for (const reason of reasons)
    for (const key of [KEY, undefined]) assert.equal(aborted(reason, key).cause, reason);
  assert.match(aborted(timeout.reason, KEY).message, /^aborted \(caused by: .*timeout/);
});

test("the JSON of an abort reason does not change later", () => {
  const reason = Object.assign(new Error("left"), { code: 23, request: { secret: 1 } });
  const error = aborted(reason, KEY);
  reason.message = "changed";
  assert.deepEqual(error.toJSON().cause, { name: "Error", message: "left", code: 23 });
});

test("an abort reason with the key is replaced by a redacted copy", () => {
  const text = `key ${KEY}`;
  const looped = /** @type {any} */ ({ deep: { deeper: [{ headers: { "X-DC-DEVKEY": KEY } }] } });
  looped.self = looped;
  const reasons = [
    text,
    new Error(text),
    new Error("x", { cause: new Error(text) }),
    Object.assign(new Error("x"), { config: { headers: { "X-DC-DEVKEY": KEY } } }),
    new DOMException(text, "AbortError"),
    new Map([["key", text]]),
    new Set([text]),
    new AggregateError([new Error(text)]),
    new TextEncoder().encode(text),
    { [text]: 1 },
    { [Symbol(text)]: 1 },
    Object.defineProperty({}, "hidden", { value: text }),
    Symbol(text),
    looped,
    new Proxy(
      {},
      {
        ownKeys() {
          throw new Error(text);
        },
      },
    ),
    Array.from({ length: 5000 }, () => ({})),
  ];
  for (const reason of reasons) {
    const error = aborted(reason, KEY);
    assert.notEqual(error.cause, reason);
    assert.ok(!printed(error).includes(KEY), printed(error));
  }
});

test("causes carry neither the key nor foreign properties", () => {
  const cause = Object.assign(new Error(`key ${KEY}`, { cause: `key ${KEY}` }), {
    name: KEY,
    code: KEY,
    request: { headers: { "X-DC-DEVKEY": KEY } },
  });
  const error = failed({}, causeOf("unknown-outcome", cause, KEY));
  assert.ok(!printed(error).includes(KEY), printed(error));
  assert.match(error.message, /key \[key\]/);
});

test("a numeric code stays a number", () => {
  assert.equal(/** @type {any} */ (causeWithout(new DOMException("x", "TimeoutError"))).code, 23);
});

test("instanceof works across package copies, not for other errors", async () => {
  const path = "../../pkg/errors.js?second-copy";
  const copy = await import(path);
  const error = failed({ code: "refused" });
  assert.ok(error instanceof copy.RefusedError && error instanceof copy.CertCentralError);
  assert.ok(
    !(error instanceof copy.NotFoundError) && !(new Error("x") instanceof copy.RefusedError),
  );
  assert.throws(() => new copy.RefusedError(errors.INTERNAL, DETAILS), TypeError);
});

test("errors can be cloned and inspected", () => {
  const error = failed({}, causeWithout(connection()));
  assert.equal(structuredClone(error).message, error.message);
  const text = inspect(error);
  for (const part of ["UnknownOutcomeError", "unknown-outcome", "ENOTFOUND"])
    assert.ok(text.includes(part), text);
});

test("a stack trace starts at the caller", () => {
  const first = (/** @type {Error} */ error) => error.stack?.split("\n    at ")[1];
  function caller() {
    return failed({});
  }
  assert.match(String(first(caller())), /^failed /);
  function open() {
    return errorOf(DETAILS, undefined, open);
  }
  function user() {
    return open();
  }
  assert.match(String(first(user())), /^user /);
  function loading() {
    return coreError("core-crashed", "crashed", true, new Error("unreachable"));
  }
  assert.match(String(first(loading())), /^loading /);
});

test("a caller's subclass does not match errors of the package", () => {
  class Own extends RefusedError {}
  assert.ok(!(failed({ code: "refused" }) instanceof Own));
  assert.ok(failed({ code: "refused" }) instanceof CertCentralError);
});
