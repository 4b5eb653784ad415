// Setups of examples that are programs in Node.

import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ORDERS } from "../../../www/sandbox/seed.js";
import { fault, other } from "../prepare.js";
import { startProxy } from "../proxy.js";

const { issued, openRevoke, codeSigning, reissuePending } = ORDERS;
const LIMITED = '{"errors":[{"code":"request_limit_exceeded","message":"slow"}]}';
/** The list of the script for bulk revocation, which writes its journal and report next to it. */
const LIST = join(tmpdir(), `certcentral-example-${process.pid}.csv`);
const removeFiles = (/** @type {string[]} */ ...files) =>
  files.forEach((file) => {
    rmSync(file, { force: true });
  });

/** @type {Record<string, import("../setup.js").Setup>} */
export const PROGRAMS = {
  proxy: other({
    runs: "program",
    // The types of undici and Node differ; the page shows the casts in TypeScript.
    wrongOnPurpose: true,
    async around(sandbox) {
      const { env, tunnels, close } = await startProxy(sandbox);
      const used = () => {
        close();
        assert.deepEqual(tunnels, ["www.digicert.com:443"]);
      };
      return { env, close: used };
    },
    runsOf: [
      {
        args: [],
        check: ({ code, stdout, stderr }) =>
          assert.deepEqual([code, stdout], [0, "[ 'Administrator' ]\n"], stderr),
      },
    ],
  }),
  "mass-script": other({
    runs: "program",
    runsOf: [
      {
        before: async () => writeFileSync(LIST, `order_id\n${issued}\n1e3\n`),
        args: [LIST],
        check({ code, stderr }) {
          assert.equal(code, 1);
          assert.match(stderr, /^line 3, order_id: /);
        },
      },
      {
        before: async () => writeFileSync(LIST, `order_id\n${issued}\n${codeSigning}\n999\n`),
        args: [LIST],
        check: ({ code, stdout }) =>
          assert.deepEqual(
            [code, stdout],
            [0, "to revoke 2, already revoked 0, not found 1; 4 calls\n"],
          ),
      },
      {
        args: [LIST, "3"],
        check: ({ code, stderr }) => assert.deepEqual([code, stderr.length > 0], [1, true]),
      },
      {
        args: [LIST, "2"],
        check({ code, stdout }) {
          const report = readFileSync(`${LIST}.report.csv`, "utf8");
          removeFiles(LIST, `${LIST}.report.csv`, `${LIST}.journal`);
          assert.equal(code, 0);
          assert.match(stdout, /"revoked":2/);
          assert.match(report, /123456791/);
        },
      },
    ],
  }),
  script: other({
    runs: "program",
    runsOf: [
      {
        args: [String(issued)],
        check: ({ code, stdout }) =>
          assert.deepEqual([code, stdout], [0, "123456789: revoked comment-not-stored\n"]),
      },
      {
        args: [String(issued), String(codeSigning)],
        check({ code, stdout }) {
          assert.equal(code, 4);
          assert.match(stdout, /^123456789: RefusedError, effect none: .+\n123456791: revoked/);
        },
      },
      {
        before: (sandbox) => fault(sandbox, { times: 9, status: 502 }),
        args: [String(reissuePending)],
        check({ code, stdout }) {
          assert.equal(code, 5);
          assert.match(stdout, /UnknownOutcomeError, effect unknown/);
        },
      },
      {
        before: (sandbox) => fault(sandbox, { status: 429, body: LIMITED }),
        args: [String(openRevoke)],
        check({ code, stderr }) {
          assert.equal(code, 0);
          assert.match(stderr, /waits \d+ ms: rate-limited/);
        },
      },
      { args: ["1e3"], check: ({ code }) => assert.equal(code, 4) },
      { args: [], check: ({ code }) => assert.equal(code, 2) },
    ],
  }),
};
