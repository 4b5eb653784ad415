// Every action of the audit log has a label in the console, and a refusal is never shown as a success.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const WWW = fileURLToPath(new URL("../../www", import.meta.url));

/** How the gateway's code names an action, and what the action is called in the log. @type {Array<[RegExp, (name: string) => string[]]>} */
const CALLS = [
  [/\baction: "([a-z-]+)"/g, (name) => [name]],
  [/\b(?:entryOf|append|log)\(\s*"([a-z-]+)"/g, (name) => [name]],
  [/\blog(?:Action|Event)\(\s*"([a-z-]+)"/g, (name) => [`job-${name}`]],
  // The changes that are sent to DigiCert, each with its result.
  [/, "((?:revoke|decide)-[a-z]+)", "/g, (name) => [name, `${name}-answer`]],
  [/\b"(proposal-[a-z]+)"/g, (name) => [name]],
];
/** Names that a variable completes in the code. */
const COMPUTED = [
  ...["proposal-void", "proposal-expired", "job-pause", "job-resume", "job-cancel"],
  ...["retention", "denied-repeated", "audit-log-read-repeated"],
];

/** The code of the gateway, without its build output. @returns {string[]} */
function sources() {
  const files = readdirSync(join(WWW, "gateway"), { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".js") && !file.startsWith("dist"))
    .map((file) => readFileSync(join(WWW, "gateway", file), "utf8"));
}

/** Bundles a module of the console, and imports it. @param {string} file */
async function importConsole(file) {
  const { outputFiles } = await build({
    entryPoints: [join(WWW, "console", file)],
    ...{ bundle: true, write: false, format: "esm", logLevel: "error" },
  });
  const [{ text } = { text: "" }] = outputFiles;
  return import(`data:text/javascript;base64,${Buffer.from(text).toString("base64")}`);
}

/** @type {typeof import("../../www/console/audit/labels.ts")} */
let labels;
/** @type {typeof import("../../www/console/audit/sentence.ts")} */
let sentence;
/** @type {typeof import("../../www/console/audit/revocations.ts")} */
let revocations;
before(async () => {
  labels = await importConsole("audit/labels.ts");
  sentence = await importConsole("audit/sentence.ts");
  revocations = await importConsole("audit/revocations.ts");
});

test("every action in the gateway's code has a label", () => {
  const found = new Set(COMPUTED);
  for (const code of sources())
    for (const [pattern, namesOf] of CALLS)
      for (const [, name = ""] of code.matchAll(pattern))
        for (const one of namesOf(name)) found.add(one);
  assert.ok(found.size > 30, `${found.size} actions were found`);
  assert.deepEqual(
    [...found].filter((action) => !labels.ACTIONS.has(action)),
    [],
  );
});

test("a refusal is never labelled as a success", () => {
  for (const outcome of [...labels.RESULTS.keys(), ...labels.REFUSALS.keys()]) {
    const text = sentence.resultText({ status: 409, outcome, effect: "none" });
    assert.match(text, /^(Refused|Void|Stopped|The person|It belongs)/, outcome);
    assert.match(text, /Nothing was (sent|changed)\.$/, outcome);
    const lost = sentence.resultText({ status: 502, outcome, effect: "unknown" });
    assert.match(lost, /The result is unknown\./, outcome);
  }
});

/** @param {number} seq @param {string} actor @param {string} action @param {object} [more] */
const entry = (seq, actor, action, more = {}) => ({
  ...{ seq, time: seq, hash: "", actor: { id: actor, how: "access" }, action },
  target: { order: "7" },
  ...more,
});

test("result of a run request is part of its sentence", () => {
  for (const [details, words] of /** @type {const} */ ([
    [
      { outcome: "proposed", status: 201 },
      "Nothing was sent. A second person must approve it first.",
    ],
    [{ outcome: "started", status: 202 }, "The run has started."],
    [{ outcome: "brake", status: 403 }, "Stopped by the revocation limit. Nothing was sent."],
    [{ outcome: "plan-age", status: 409 }, "Refused: the plan has expired. Nothing was sent."],
  ]))
    assert.match(
      sentence.entrySentence(entry(1, "ada", "job-start-answer", { details, target: {} })),
      new RegExp(`^Result of the run request\\. ${words}`),
    );
});

test("first release of the stop is no refusal", () => {
  const text = (/** @type {string} */ result) =>
    sentence.entrySentence(entry(1, "ada", "freeze-release-answer", { details: { result } }));
  assert.match(text("second-person"), /1 of 2 people released the stop/);
  assert.match(text("same-person"), /Refused/);
  assert.match(text("released"), /Released by two people/);
});

test("answer names the requester and the approver of an order", () => {
  const body = { revocation_reason: "keyCompromise" };
  const entries = [
    entry(1, "sam", "revoke-order", { details: body }),
    entry(2, "sam", "revoke-order-answer", { answer: { status: 201, outcome: "proposed" } }),
    entry(3, "alex", "revoke-order", { details: { ...body, proposedBy: "sam" } }),
    entry(4, "alex", "revoke-order-answer", { answer: { status: 204, outcome: "revoked" } }),
  ];
  assert.deepEqual(revocations.revocationsIn(entries.reverse()), [
    { seq: 4, time: 4, kind: "revoked", requestedBy: "sam", approvedBy: "alex" },
  ]);
});

test("refused revocations are no answer, unknown ones are", () => {
  const answer = { status: 403, outcome: "revoked", effect: "none" };
  const lost = { status: 502, outcome: "unknown-outcome", effect: "unknown" };
  const entries = [
    entry(1, "sam", "revoke-order-answer", { answer }),
    entry(2, "ada", "revoke-order-answer", { answer: lost }),
    entry(3, "ada", "decide-request-answer", { answer: { ...answer, outcome: "decided" } }),
  ];
  assert.deepEqual(revocations.revocationsIn(entries), [
    { seq: 2, time: 2, kind: "unknown", requestedBy: "ada" },
  ]);
});

test("answer names the list, its starter and its approver", () => {
  const details = { job: "j1", startedBy: "sam", approvedBy: "alex", orders: ["7", "8"] };
  assert.deepEqual(
    revocations.revocationsIn([entry(5, "gateway", "job-orders", { details, target: {} })]),
    [{ seq: 5, time: 5, kind: "listed", job: "j1", requestedBy: "sam", approvedBy: "alex" }],
  );
});
