// The audit log's pure parts: bounds, redaction, origin, signing; and the faults that the verifier reports, with their lines.

import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import { headFrom } from "../../pkg/verify/head.js";
import { publicKeyFrom } from "../../pkg/verify/keys.js";
import { verifyLog } from "../../pkg/verify/verify.js";
import { createRedactor, sanitize } from "../../www/gateway/audit/bounds.js";
import { entryLine, genesisHash, headLine } from "../../www/gateway/audit/chain.js";
import { originOf } from "../../www/gateway/audit/origin.js";
import { importSigner } from "../../www/gateway/audit/signing.js";
import { sha256Hex } from "../../www/gateway/sha256.js";
import { bytesOfLines, linesFor, logOf, newSecret } from "../support/audit-log.js";

const CANARY = "canary-key-Zq81xT5/+";
const actor = { id: "ada@example.com", how: "access" };
const redact = createRedactor([CANARY, undefined, "", "short"]);
const signer = await importSigner(await newSecret());
const publicKeys = [publicKeyFrom(signer.publicKey)];

/** @param {string[]} lines @param {Parameters<typeof verifyLog>[1]} [options] */
const verified = (lines, options = { publicKeys }) => verifyLog([bytesOfLines(lines)], options);
/** @param {string[]} lines @param {RegExp} fault @param {number} [line] @param {Parameters<typeof verifyLog>[1]} [options] */
async function faulty(lines, fault, line, options) {
  const result = await verified(lines, options);
  if (result.ok) assert.fail(`no fault found: ${fault}`);
  assert.match(result.fault, fault);
  if (line !== undefined) assert.equal(result.line, line);
}

test("the key is redacted in texts, names, errors and truncations", () => {
  const input = {
    actor: { id: `x${CANARY}`, how: CANARY },
    action: "revoke-order",
    target: { order: CANARY },
    details: {
      [CANARY]: 1,
      list: [CANARY, { deep: `a${CANARY}b` }],
      url: encodeURIComponent(CANARY),
      // Truncation would split the key.
      long: `${"x".repeat(4_000 - 6)}${CANARY}`,
      error: { toJSON: () => ({ message: `DigiCert said ${CANARY}` }) },
    },
    origin: { userAgent: CANARY },
  };
  const written = JSON.stringify(sanitize(input, redact));
  for (const part of [CANARY, CANARY.slice(0, 6), encodeURIComponent(CANARY)])
    assert.ok(!written.includes(part), part);
  assert.ok(written.includes("[secret]"));
  // Without redaction the key is found.
  assert.ok(JSON.stringify(sanitize(input, (text) => text)).includes(CANARY));
});

test("long values are truncated with a mark, functions left out", () => {
  const details = {
    comment: "y".repeat(5_000),
    many: Array.from({ length: 1_100 }, (_, at) => at),
    names: Object.fromEntries(Array.from({ length: 1_100 }, (_, at) => [`n${at}`, at])),
    deep: [[[[[[[1]]]]]]],
    big: 2n ** 64n,
    nan: Number.NaN,
    when: new Date(0),
    what: () => 1,
  };
  const { details: got = {} } = sanitize({ actor, action: "hold", details }, redact);
  assert.match(String(got.comment), /^y{4000}\[cut: 1000 more\]$/);
  assert.equal(/** @type {unknown[]} */ (got.many).at(-1), "[cut: 100 more]");
  assert.equal(/** @type {Record<string, unknown>} */ (got.names)["[cut]"], 100);
  assert.ok(JSON.stringify(got.deep).includes("too deep"));
  assert.deepEqual([got.big, got.nan, got.when], [String(2n ** 64n), "NaN", new Date(0).toJSON()]);
  const texts = Array.from({ length: 100 }, () => "\u0000".repeat(4_000));
  const all = sanitize({ actor, action: "hold", details: { texts } }, redact);
  assert.ok(JSON.stringify(all).length < 256 * 1024);
  for (const action of ["", "Hold", "a b", "a".repeat(65)])
    assert.throws(() => sanitize({ actor, action }, redact), /action/);
  assert.throws(
    () => sanitize({ actor: { id: "", how: "x" }, action: "hold" }, redact),
    /actor.id/,
  );
});

test("an entry is one line whatever its text contains", async () => {
  const place = { log: "l", seq: 1, time: 0, prev: "0".repeat(64) };
  const nasty = 'a\n{"head":true}\r\u0000\u001b[2J\u2028\ud800"';
  const line = entryLine(place, { actor, action: "hold", details: { nasty } });
  assert.ok([...line].every((char) => char >= " "));
  assert.equal(JSON.parse(line).details.nasty, nasty);
  assert.equal(
    await sha256Hex("abc"),
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});

test("origin is address, data center and user agent, within bounds", () => {
  const headers = { "cf-connecting-ip": "2001:db8::1", "user-agent": "x".repeat(999) };
  const request = Object.assign(new Request("https://x.example", { headers }), {
    cf: { colo: "FRA" },
  });
  const userAgent = "x".repeat(256);
  assert.deepEqual(originOf(request), { address: "2001:db8::1", colo: "FRA", userAgent });
  assert.deepEqual(originOf(new Request("https://x.example")), {});
});

test("the signing key is JWK, PKCS8 or PEM, and no error quotes it", async () => {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const der = privateKey.export({ format: "der", type: "pkcs8" }).toString("base64");
  const pem = String(privateKey.export({ format: "pem", type: "pkcs8" }));
  const jwk = JSON.stringify(privateKey.export({ format: "jwk" }));
  const publicForms = [
    String(publicKey.export({ format: "pem", type: "spki" })),
    publicKey.export({ format: "der", type: "spki" }).toString("base64"),
    JSON.stringify(publicKey.export({ format: "jwk" })),
  ];
  const ids = publicForms.map((form) => publicKeyFrom(form).id);
  for (const secret of [der, pem, jwk]) {
    const { keyId, publicKey } = await importSigner(secret);
    assert.deepEqual([...ids, publicKeyFrom(publicKey).id], Array(4).fill(keyId));
  }
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
  for (const secret of [
    "",
    "{}",
    "{",
    CANARY,
    publicForms[2] ?? "",
    JSON.stringify(rsa.privateKey.export({ format: "jwk" })),
  ])
    await assert.rejects(
      importSigner(secret),
      (error) => !String(error).includes(CANARY) && /signing key/.test(String(error)),
    );
  for (const form of [pem, jwk]) assert.throws(() => publicKeyFrom(form), /private key/);
  for (const form of [
    der,
    "",
    "AAAA",
    '{"kty":"RSA"}',
    String(rsa.publicKey.export({ format: "pem", type: "spki" })),
  ])
    assert.throws(() => publicKeyFrom(form));
});

test("an intact log verifies: signed, unchecked, unsigned, empty", async () => {
  const { lines, headLine: end, head } = await logOf(12, signer);
  const whole = await verified([...lines, end]);
  assert.ok(whole.ok);
  assert.deepEqual(whole.signature, { state: "valid", key: signer.keyId });
  assert.deepEqual([whole.count, whole.head.hash], [12, head.hash]);
  assert.deepEqual(whole.span, { from: head.created, to: head.created + 11 * 1_717 });
  const unchecked = await verified([...lines, end], {});
  assert.deepEqual(unchecked.ok && unchecked.signature, { state: "unchecked", key: signer.keyId });
  const unsigned = [...lines, await headLine(head)];
  const without = await verified(unsigned, {});
  assert.deepEqual(without.ok && without.signature, { state: "unsigned", key: null });
  await faulty(unsigned, /without a signature/, 13);
  const empty = await verified([(await logOf(0, signer)).headLine]);
  assert.deepEqual(empty.ok && [empty.count, empty.span], [0, undefined]);
});

test("the verifier names each fault and its line", async () => {
  const { lines, headLine: end } = await logOf(12, signer);
  const foreign = await logOf(12, signer);
  const other = await importSigner(await newSecret());
  const all = [...lines, end];
  await faulty(
    all.with(4, lines[4]?.replace("INC-4", "INC-9") ?? ""),
    /than the next line states/,
    5,
  );
  await faulty(
    all.with(11, lines[11]?.replace("INC-1", "INC-9") ?? ""),
    /than the head states/,
    12,
  );
  await faulty(all.toSpliced(4, 2), /^is entry 7: entries 5 to 6 are missing$/, 5);
  await faulty(
    all.toSpliced(11, 1),
    /^is a head of a longer log: entry 12 is missing before it$/,
    12,
  );
  await faulty(all.slice(1), /begins at 2/, 12);
  await faulty(all.with(3, lines[4] ?? "").with(4, lines[3] ?? ""), /entry 4 is missing/, 4);
  await faulty(all.toSpliced(5, 0, lines[4] ?? ""), /out of order or repeated/, 6);
  await faulty(all.with(6, foreign.lines[6] ?? ""), /another log/, 7);
  await faulty([...lines, foreign.headLine], /head of another log/, 13);
  await faulty(lines, /not a head/, 12);
  await faulty([...all, end], /after the head/, 14);
  await faulty([...all, ""], /after the head/, 14);
  await faulty(
    [...lines, end.replace(/"signature":"../, '"signature":"00')],
    /wrong signature|valid signature field/,
    13,
  );
  await faulty([...lines, await headLine(foreign.head, other)], /another log/);
  await faulty([...lines, (await logOf(12, other)).headLine], /another log/);
  await faulty([], /not a head/, 1);
  await faulty([`\ufeff${lines[0]}`, ...all.slice(1)], /not JSON/, 1);
  await faulty(
    all.map((line) => `${line}\r`),
    /./,
    1,
  );
  await faulty(["null", ...all], /not JSON/, 1);
  await faulty(["x".repeat(2 << 20), ...all], /longer/, 1);
  const cut = await verifyLog([bytesOfLines(all).subarray(0, -1)], { publicKeys });
  assert.match(String(!cut.ok && cut.fault), /has no line end/);
});

test("a rewritten log fails without the key, or by a kept head", async () => {
  const { name, entries, lines, head, headLine: end } = await logOf(12, signer);
  const other = await importSigner(await newSecret());
  const rewritten = await linesFor(name, entries.with(5, { time: 1, actor, action: "hold" }));
  const { hash } = rewritten;
  const forged = { ...head, hash };
  await faulty([...rewritten.lines, end], /than the head states/);
  await faulty(
    [...rewritten.lines, await headLine(forged, other)],
    /not among the passed public keys/,
  );
  const claimed = { ...other, keyId: signer.keyId };
  await faulty([...rewritten.lines, await headLine(forged, claimed)], /wrong signature/);
  // The holder of the key can rewrite the log; only a kept head shows it.
  const perfect = [...rewritten.lines, await headLine(forged, signer)];
  assert.ok((await verified(perfect)).ok);
  const heads = [headFrom(end)];
  await faulty(perfect, /kept head/, 12, { publicKeys, heads });
  // An earlier export is an intact log; only a kept head shows the missing entries.
  const earlier = await linesFor(name, entries.slice(0, 7));
  const older = await headLine({ ...head, last: 7, hash: earlier.hash }, signer);
  assert.ok((await verified([...lines.slice(0, 7), older])).ok);
  await faulty([...lines.slice(0, 7), older], /8 to 12 are missing/, 8, { publicKeys, heads });
  const found = await verified([...lines, end], { publicKeys, heads: [headFrom(older), ...heads] });
  assert.equal(found.ok && found.compared, 2);
  const foreign = headFrom((await logOf(3, signer)).headLine);
  await faulty([...lines, end], /kept/, undefined, { publicKeys, heads: [foreign] });
  // After a key rotation either of the two keys is valid.
  const both = [...publicKeys, publicKeyFrom(other.publicKey)];
  assert.ok((await verified([...lines, await headLine(head, other)], { publicKeys: both })).ok);
});

test("a pruned beginning needs a retention entry", async () => {
  const { name, entries, lines, head } = await logOf(12, signer);
  const at = await linesFor(name, entries.slice(0, 4));
  const note = {
    time: head.time,
    actor,
    action: "retention",
    details: { through: 4, hash: at.hash },
  };
  const end = await linesFor(name, [note], { seq: 12, hash: head.hash });
  const pruned = [...lines.slice(4), ...end.lines];
  const place = { ...name, first: 5, last: 13, hash: end.hash, time: head.time };
  const good = await verified([...pruned, await headLine(place, signer)]);
  assert.deepEqual(good.ok && [good.count, good.head.first], [9, 5]);
  await faulty([...pruned.slice(1), await headLine(place, signer)], /begins at 6/);
  // The same holds for an unsigned log.
  await faulty(
    [...pruned.slice(1), await headLine({ ...place, first: 6 })],
    /without a retention entry/,
    undefined,
    {},
  );
  const kept = { ...head, last: 4, hash: at.hash, key: signer.keyId };
  const compared = await verified([...pruned, await headLine(place, signer)], {
    heads: [kept, { ...kept, last: 3 }],
  });
  assert.equal(compared.ok && compared.compared, 1);
  assert.equal(await genesisHash(name), JSON.parse(lines[0] ?? "").prev);
});
