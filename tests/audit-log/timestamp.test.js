// Time stamps in the audit log: the verifier accepts those of the authority for heads of the log, and no others.

import assert from "node:assert/strict";
import { test } from "node:test";
import { authorityFrom, verifyTimestamp } from "../../pkg/verify/timestamp.js";
import { verifyLog } from "../../pkg/verify/verify.js";
import { headLine } from "../../www/gateway/audit/chain.js";
import { bytesOfLines, linesFor, logOf } from "../support/audit-log.js";
import { createAuthority } from "../support/tsa.js";

const authority = createAuthority();
const authorities = [authorityFrom(authority.certificate)];
const GATEWAY = { id: "gateway", how: "setting" };
const AT = new Date("2026-03-04T05:06:07Z");

/** A log of 12 entries, the time stamp of its head, and one entry more. @param {Record<string, unknown>} [details] */
async function stampedLog(details = {}) {
  const log = await logOf(12, undefined, "a-log");
  const { name, head, headLine: line } = log;
  const stamp = { seq: 12, head: line, token: authority.token(line, AT), ...details };
  const note = { time: head.time, actor: GATEWAY, action: "head-timestamped", details: stamp };
  const more = { time: head.time, actor: GATEWAY, action: "settings-changed" };
  const after = await linesFor(name, [note, more], { seq: 12, hash: head.hash });
  const end = await headLine({ ...name, first: 1, last: 14, hash: after.hash, time: head.time });
  return { ...log, end, lines: [...log.lines, ...after.lines] };
}

test("a token is valid for its text, authority and time", () => {
  const token = authority.token("head", AT);
  const valid = { state: "valid", time: AT.getTime() };
  assert.deepEqual(verifyTimestamp(token, "head", authorities), valid);
  assert.deepEqual(verifyTimestamp(token, "head", []), { ...valid, state: "unchecked" });
  assert.match(JSON.stringify(verifyTimestamp(token, "hea", authorities)), /of another text/);
  const other = [authorityFrom(createAuthority().certificate)];
  assert.match(JSON.stringify(verifyTimestamp(token, "head", other)), /not signed by the autho/);
  assert.deepEqual(verifyTimestamp(token, "head", [...other, ...authorities]), valid);
  const before = createAuthority({ until: new Date("2026-01-01T00:00:00Z") });
  const late = [authorityFrom(before.certificate)];
  assert.match(
    JSON.stringify(verifyTimestamp(before.token("head", AT), "head", late)),
    /not signe/,
  );
  assert.deepEqual(authorityFrom(Buffer.from(authority.pem)).raw, authority.certificate);
  const server = createAuthority({ purpose: "1.3.6.1.5.5.7.3.1" });
  assert.throws(() => authorityFrom(server.certificate), /not one for time stamping/);
});

test("a changed or cut token is a fault, whatever byte changes", () => {
  const token = Buffer.from(authority.token("head", AT), "base64");
  for (let at = 0; at < token.length; at += 1) {
    const changed = Buffer.from(token);
    changed[at] = Number(changed[at]) ^ 0x11;
    for (const bytes of [changed, token.subarray(0, at)]) {
      const result = verifyTimestamp(bytes.toString("base64"), "head", authorities);
      // The name of the signer, versions and unused numbers carry no meaning.
      if ("fault" in result) continue;
      assert.deepEqual(result, { state: "valid", time: AT.getTime() }, String(at));
      assert.notEqual(bytes.length, at, "a cut token is accepted");
    }
  }
});

test("a log with time stamps verifies", async () => {
  const { lines, end } = await stampedLog();
  const result = await verifyLog([bytesOfLines([...lines, end])], { authorities });
  assert.ok(result.ok);
  const newest = { seq: 12, time: AT.getTime() };
  assert.deepEqual(result.stamped, { valid: 1, unchecked: 0, newest });
  const unchecked = await verifyLog([bytesOfLines([...lines, end])]);
  assert.deepEqual(unchecked.ok && unchecked.stamped, { valid: 0, unchecked: 1, newest });
});

test("a rewritten log cannot keep its time stamps", async () => {
  const { lines, end, name, entries, headLine: line, head } = await stampedLog();
  const rewritten = await linesFor(
    name,
    entries.with(5, { time: 1, actor: GATEWAY, action: "hold" }),
  );
  const note = JSON.parse(String(lines[12]));
  const { time, actor, action, details } = note;
  const after = await linesFor(name, [{ time, actor, action, details }], {
    seq: 12,
    hash: rewritten.hash,
  });
  const forged = await headLine({ ...head, last: 13, hash: after.hash });
  const found = await verifyLog([bytesOfLines([...rewritten.lines, ...after.lines, forged])]);
  assert.match(String(!found.ok && found.fault), /time stamp of another log: entry 12/);
  for (const [details, fault] of /** @type {const} */ ([
    [{ token: authority.token(`${line} `, AT) }, /is of another text than the head/],
    [{ token: "AAAA" }, /is not a time stamp token/],
    [{ token: createAuthority().token(line, AT) }, /not signed by the authority/],
    [{ token: 7 }, /has no time stamp of a head/],
  ])) {
    const wrong = await stampedLog(details);
    const result = await verifyLog([bytesOfLines([...wrong.lines, wrong.end])], { authorities });
    assert.match(String(!result.ok && result.fault), fault);
    assert.equal(!result.ok && result.line, 13);
  }
  assert.ok((await verifyLog([bytesOfLines([...lines, end])], { authorities })).ok);
});
