// 10,000 random tamperings with exported audit logs: the verifier finds every one and reports no intact log.
// A failure names its seed; `SEED=… node --test tests/audit-log/tampering.test.js` repeats it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { publicKeyFrom } from "../../pkg/verify/keys.js";
import { verifyLog } from "../../pkg/verify/verify.js";
import { importSigner } from "../../www/gateway/audit/signing.js";
import { bytesOfLines, logOf } from "../support/audit-log.js";
import { chooser, seeded } from "../support/random.js";
import { TAMPERINGS } from "./tampering.js";

const RUNS = 10_000;
const INTACT_RUNS = 1_000;
const SEED = Number(process.env.SEED ?? 20_261_124);

/** Splits the bytes into chunks, as a network or a disk does. @param {Uint8Array} whole @param {(below: number) => number} chance */
function* inChunks(whole, chance) {
  for (let from = 0; from < whole.length; ) {
    const to = from + 1 + chance(4096);
    yield whole.subarray(from, to);
    from = to;
  }
}

const { below: chance } = chooser(seeded(SEED));
const random = (/** @type {number} */ length) =>
  Buffer.from(Array.from({ length }, () => chance(256)));
/** The prefix of the 32 bytes of a private Ed25519 key (RFC 8410). */
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");
/** Keys and names depend on the seed too, so that a seed repeats the same bytes. */
const newSigner = () => importSigner(Buffer.concat([PKCS8, random(32)]).toString("base64"));

const signer = await newSigner();
const forger = await newSigner();
const publicKeys = [publicKeyFrom(signer.publicKey)];
const names = Array.from({ length: 12 }, () => random(16).toString("hex"));
const logs = await Promise.all(names.map((name, at) => logOf(2 + at * 4, signer, name)));
const pick = () => /** @type {(typeof logs)[number]} */ (logs[chance(logs.length)]);

test(`${RUNS} tamperings from seed ${SEED} are all found`, async (t) => {
  const kinds = Object.entries(TAMPERINGS);
  /** @type {Map<string, { tried: number, found: number }>} */
  const counts = new Map(kinds.map(([kind]) => [kind, { tried: 0, found: 0 }]));
  const missed = [];
  for (let run = 0; run < RUNS; run += 1) {
    const [kind, tamper] = /** @type {(typeof kinds)[number]} */ (kinds[run % kinds.length]);
    const log = pick();
    const other = /** @type {typeof log} */ (logs[(logs.indexOf(log) + 1) % logs.length]);
    const tampered = await tamper({ log, other, forger, chance });
    const whole = bytesOfLines([...log.lines, log.headLine]);
    assert.notDeepEqual(tampered, whole, `run ${run} tampered with nothing: ${kind}`);
    const result = await verifyLog(inChunks(tampered, chance), { publicKeys });
    const count = /** @type {{ tried: number, found: number }} */ (counts.get(kind));
    count.tried += 1;
    if (result.ok) missed.push(`run ${run}: ${kind}`);
    else count.found += 1;
  }
  for (const [kind, { tried, found }] of counts)
    t.diagnostic(`${kind}: ${found} of ${tried} found`);
  assert.deepEqual(missed, []);
});

test(`${INTACT_RUNS} intact audit logs verify`, async () => {
  for (let run = 0; run < INTACT_RUNS; run += 1) {
    const log = pick();
    const whole = bytesOfLines([...log.lines, log.headLine]);
    const result = await verifyLog(inChunks(whole, chance), { publicKeys });
    assert.ok(result.ok, `seed ${SEED}, run ${run}`);
  }
});
