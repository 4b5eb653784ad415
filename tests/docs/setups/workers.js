// Setups of examples that are Workers.

import assert from "node:assert/strict";
import { ORDERS } from "../../../www/sandbox/seed.js";
import { fault, log, other } from "../prepare.js";
import { KEY } from "../setup.js";

const { issued } = ORDERS;
const DENIED = '{"errors":[{"code":"access_denied|x"}]}';
const post = (/** @type {unknown} */ body) => ({ method: "POST", body: JSON.stringify(body) });

/** Adds the key, as the Worker behind a binding does. @param {(request: any) => Promise<Response>} reach */
const holdingTheKey = (reach) => (/** @type {any} */ request) => {
  const { method, headers, url } = request;
  const path = url.replace("https://gateway", "");
  return reach({
    url: `https://www.digicert.com${path}`,
    method,
    headers: [...headers, ["X-DC-DEVKEY", "sandbox-admin-key"]],
    text: () => request.text(),
  });
};

/** @type {Record<string, import("../setup.js").Setup>} */
export const WORKERS = {
  worker: other({
    runs: "worker",
    bindings: () => ({ bindings: { DIGICERT_API_KEY: KEY, CALLER_TOKEN: "caller-token" } }),
    async checkWorker(send, sandbox) {
      const comment = "INC-4711: key found in a public repository";
      const by = (/** @type {string} */ token, /** @type {unknown} */ body) =>
        send("/", { ...post(body), headers: { Authorization: token } });
      const revoke = (/** @type {unknown} */ orderId) =>
        by("Bearer caller-token", { orderId, comment });
      assert.equal((await send("/")).status, 405);
      for (const token of ["", "Bearer undefined", "Bearer caller-toke"])
        assert.equal((await by(token, { orderId: issued })).status, 401, token);
      assert.deepEqual(log(sandbox), []);
      const { status, body } = await revoke(issued);
      assert.deepEqual([status, body.outcome, body.proof], [202, "requested", "accepted"]);
      assert.equal(body.request.comments, comment);
      const refused = await revoke(issued);
      assert.deepEqual([refused.status, refused.body.name], [409, "RefusedError"]);
      assert.equal((await revoke("1/../2")).status, 400);
      await fault(sandbox, { status: 400, body: "no" });
      await fault(sandbox, { method: "GET", status: 403, body: DENIED });
      const unknown = await revoke(issued);
      assert.deepEqual([unknown.status, unknown.body.effect], [502, "unknown"]);
    },
  }),
  "worker-route": other({
    runs: "worker",
    async checkWorker(send, sandbox) {
      const requested = await send("/", post({ orderId: String(issued), skipApproval: true }));
      assert.deepEqual([requested.status, requested.body.outcome], [202, "requested"]);
      assert.equal((await send("/")).status, 405);
      assert.equal((await send("/", post({ orderId: "1/../2" }))).status, 400);
      assert.equal((await send("/", post({ orderId: 5 }))).status, 404);
      assert.equal((await send("/", post({ orderId: issued }))).status, 409);
      assert.deepEqual(log(sandbox), ["PUT 201", "PUT 404", "PUT 400"]);
    },
  }),
  "worker-binding": other({
    runs: "worker",
    bindings: (reach) => ({ serviceBindings: { GATEWAY: holdingTheKey(reach) } }),
    async checkWorker(send) {
      assert.deepEqual((await send("/")).body, { status: "issued" });
    },
  }),
  "worker-object": other({
    runs: "worker",
    objects: { REVOKER: { className: "Revoker", useSQLite: true } },
    async checkWorker(send) {
      const both = [send("/", post({ orderId: issued })), send("/", post({ orderId: issued }))];
      const results = (await Promise.all(both)).map(
        ({ status, body }) => `${status} ${body.outcome ?? body.code}`,
      );
      assert.deepEqual(results.sort(), ["200 requested", "409 in-flight"]);
    },
  }),
};
