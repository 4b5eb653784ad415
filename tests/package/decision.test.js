// The functions for decisions on approval requests that send nothing: what they build, and what a response proves.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  buildDecision,
  InvalidInputError,
  parseDecisionResponse,
  RateLimitedError,
  RefusedError,
  UnknownOutcomeError,
} from "../../pkg/dist/node.js";

const LIMITED = JSON.stringify({ errors: [{ code: "request_limit_exceeded", message: "slow" }] });
const REFUSED = JSON.stringify({ errors: [{ code: "invalid_request", message: "decided" }] });

/** @param {() => unknown} act @returns {any} */
function thrownBy(act) {
  try {
    act();
  } catch (error) {
    return error;
  }
  assert.fail("nothing was thrown");
}

test("a decision is built with its comment", () => {
  const built = buildDecision("70001", "approved", { processorComment: "INC-4711" });
  assert.deepEqual([built.method, built.path], ["PUT", "/request/70001/status"]);
  assert.equal(built.body, '{"status":"approved","processor_comment":"INC-4711"}');
  assert.equal(buildDecision(7n, "rejected").body, '{"status":"rejected"}');
});

test("every invalid argument of a decision is reported at once", () => {
  const build = /** @type {any} */ (buildDecision);
  const error = thrownBy(() => build("070", "approve", { comment: "x" }));
  assert.ok(error instanceof InvalidInputError);
  const fields = error.issues.map(({ field }) => field).sort();
  assert.deepEqual(fields, ["comment", "decision", "requestId"]);
  assert.match(error.message, /did you mean approved\?/);
  assert.match(thrownBy(() => build(7)).message, /decision is required/);
});

test("only an empty 204 proves a decision", () => {
  assert.deepEqual(parseDecisionResponse({ status: 204 }, 7, "approved"), {
    requestId: "7",
    status: "approved",
    confirmedBy: "response",
  });
  const unclear = [
    [200, ""],
    [204, "{}"],
    [201, "{}"],
    [302, ""],
    [500, REFUSED],
    [429, "<html>busy</html>"],
    [400, "<html>bad gateway</html>"],
    [403, ""],
  ];
  for (const [status, body] of /** @type {Array<[number, string]>} */ (unclear)) {
    const error = thrownBy(() => parseDecisionResponse({ status, body }, 7, "approved"));
    assert.ok(error instanceof UnknownOutcomeError, `${status} ${body}`);
    assert.equal(error.effect, "unknown");
  }
});

test("DigiCert's own error body proves that nothing changed", () => {
  const limited = thrownBy(() =>
    parseDecisionResponse({ status: 429, body: LIMITED }, 7, "approved"),
  );
  assert.ok(limited instanceof RateLimitedError);
  const refused = thrownBy(() =>
    parseDecisionResponse({ status: 400, body: REFUSED }, 7, "approved"),
  );
  assert.ok(refused instanceof RefusedError);
  for (const { effect } of [limited, refused]) assert.equal(effect, "none");
});

test("a response that cannot be read has an unknown effect", () => {
  const parse = /** @type {any} */ (parseDecisionResponse);
  for (const response of [undefined, {}, Promise.resolve(new Response(null, { status: 204 }))]) {
    const error = thrownBy(() => parse(response, 7, "approved"));
    assert.equal(error.effect, "unknown");
  }
});
