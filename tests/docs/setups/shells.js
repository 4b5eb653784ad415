// Setups of examples that are shell commands.

import assert from "node:assert/strict";
import { log, other } from "../prepare.js";

/** @type {Record<string, import("../setup.js").Setup>} */
export const SHELLS = {
  "curl-ask": other({
    runs: "shell",
    checkOutput: (text) =>
      assert.match(text, /^HTTP\/1.1 201[\s\S]+"status":"pending"[\s\S]+"INC-4711"/),
  }),
  "curl-revoke": other({
    runs: "shell",
    checkOutput: (text) => assert.match(text, /^HTTP\/1.1 204/),
  }),
  "curl-rest": other({
    runs: "shell",
    checkOutput(text, sandbox) {
      assert.match(text, /"maySkip|Administrator/);
      assert.deepEqual(log(sandbox), [
        ...Array(4).fill("GET 200"),
        "PUT 204",
        "GET 200",
        "GET 200",
      ]);
    },
  }),
};
