// Checks the boundary between JavaScript and the core with any value of a caller and any behaviour of `fetch`. Hosts receive
// this function as text, so it uses nothing from outside itself.

/**
 * @param {typeof import("certcentral-revoke")} module @param {object} [extra] settings of this host
 * @returns {Promise<string[]>} the checks that failed
 */
export async function boundary(module, extra = {}) {
  const { CertCentral, InvalidInputError, buildRevokeOrder, parseRevokeResponse } =
    /** @type {any} */ (module);
  await module.init();
  /** @type {string[]} */
  const failures = [];
  /** @param {string} name @param {unknown} isTrue */
  const check = (name, isTrue) => isTrue || failures.push(name);
  /** @param {() => any} act */
  const caught = (act) => {
    try {
      return act();
    } catch (error) {
      return /** @type {any} */ (error);
    }
  };

  const thrown = () => {
    throw "not an error";
  };

  const loop = {};
  Object.assign(loop, { comment: loop });
  const hostile = {
    proxy: new Proxy({}, { ownKeys: () => thrown() }),
    getter: Object.defineProperty({}, "comment", { enumerable: true, get: () => thrown() }),
    "symbol as name": { [Symbol("x")]: 1 },
    "symbol as value": { comment: Symbol("x") },
    "lone surrogate": { comment: "\ud800" },
    "lone surrogate in a name": { "\ud800": 1 },
    loop,
    text: "keyCompromise",
    list: [],
    bigint: 7n,
    function: () => {},
    null: null,
  };
  for (const [name, options] of Object.entries(hostile)) {
    const error = caught(() => buildRevokeOrder(1, options));
    check(`${name} is rejected`, error instanceof InvalidInputError && error.effect === "none");
  }
  const path = (/** @type {unknown} */ id, options = {}) =>
    caught(() => buildRevokeOrder(id, options)).path;
  check("no prototype", path(1, Object.create(null)) === "/order/certificate/1/revoke");
  check("U+FFFD is text", path(1, { comment: "\ufffd" }));
  check("an exact bigint", path(9007199254740993n)?.includes("9007199254740993"));
  check("an exact string", path("18446744073709551615")?.includes("18446744073709551615"));
  for (const id of [2 ** 53, 1e21, -1, 1.5, Number.NaN, 2n ** 64n, "1e3", "", null, {}, [1]])
    check(`${String(id)} is no id`, path(id) === undefined);
  check("no name of a prototype", path(1, JSON.parse('{"__proto__":1}')) === undefined);

  const parse = (/** @type {unknown} */ response, settings = {}) =>
    caught(() => parseRevokeResponse(response, {}, settings));
  const bytes = new Uint8Array([0xff, 0xfe]);
  check("204", parse({ status: 204 }).outcome === "revoked");
  check("204, null", parse({ status: 204, body: null }).outcome === "revoked");
  check("bytes", parse({ status: 201, body: bytes }).problem === "not-utf8");
  check(
    "a cap",
    parse({ status: 201, body: "é".repeat(6) }, { maxResponseBytes: 11 }).problem ===
      "body-too-large",
  );
  check("no status", /status is required/.test(parse({ body: "" }).message));
  for (const response of [{ status: "204" }, { status: 204, body: {} }, {}, null, "204"]) {
    const { effect, problem } = parse(response);
    const isUnknown = effect === "unknown" && problem === "unreadable-input";
    check(`an unreadable response proves nothing: ${JSON.stringify(response)}`, isUnknown);
  }
  check("a Response", parse(new Response(null, { status: 204 })).outcome === "revoked");

  const key = ["can", "ary-key-81"].join("");
  /** @param {Function} fetch @param {object} [call] @param {object | false} [retry] */
  const revoke = (fetch, call, retry = false) =>
    new CertCentral({ apiKey: key, fetch, retry, ...extra })
      .revokeOrder(7, { skipApproval: true }, call)
      .catch((/** @type {unknown} */ error) => error);
  /** @type {any} */
  let sent;
  const seen = await revoke(async (/** @type {string} */ url, /** @type {object} */ init) => {
    sent = { url, ...init };
    return new Response(null, { status: 204 });
  });
  check("one call", seen.outcome === "revoked" && sent.redirect === "manual");
  const names = Object.keys(sent ?? {}).sort();
  check(
    "only what every runtime knows",
    names.join() === "body,headers,method,redirect,signal,url",
  );
  check("the key is sent", sent?.headers["X-DC-DEVKEY"] === key);

  const reader = (/** @type {Function} */ read) => ({ body: { getReader: () => ({ read }) } });
  /** @type {[string, Function][]} */
  const responses = [
    ["connection-failed", () => thrown()],
    ["connection-failed", () => Promise.reject()],
    ["connection-failed", () => undefined],
    ["connection-failed", () => ({ status: "x" })],
    ["connection-failed", () => ({ status: 201, ...reader(() => Promise.reject(1)) })],
    ["connection-failed", () => ({ status: 201, ...reader(async () => ({ value: "text" })) })],
    ["not-json", () => ({ status: 201, arrayBuffer: async () => new ArrayBuffer(2) })],
    ["body-too-large", () => new Response("x".repeat(1100000), { status: 201 })],
    ["redirect", () => ({ status: 0, type: "opaqueredirect" })],
    ["redirect", () => new Response(null, { status: 307 })],
  ];
  for (const [at, [problem, fetch]] of responses.entries()) {
    const error = await revoke(fetch);
    check(`response ${at}: ${problem}`, error.effect === "unknown" && error.problem === problem);
  }

  const silent = () => new Promise(() => {});
  const slow = () => ({ status: 201, ...reader(silent) });
  for (const fetch of [silent, slow]) {
    const { code, effect } = await revoke(fetch, { timeoutMs: 20 });
    check("time ends a call", code === "timeout" && effect === "unknown");
  }
  const before = await revoke(silent, { signal: AbortSignal.abort() });
  check("aborted before", before.code === "aborted" && before.effect === "none");
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error("why")), 20);
  const after = await revoke(silent, { signal: controller.signal });
  check("aborted after", after.effect === "unknown" && after.cause?.message === "why");
  const misspelled = await revoke(silent, { signal: {}, timeoutMs: 0, tiemoutMs: 1 });
  check("every issue of a call", misspelled.issues?.length === 3);

  /** @type {string[]} */
  const calls = [];
  const lost = async (/** @type {string} */ _, /** @type {{ method: string }} */ { method }) => {
    calls.push(method);
    if (method === "GET") return new Response('{"id":7,"status":"revoked"}');
    throw new TypeError("lost");
  };
  const found = await revoke(lost, undefined, { settleMs: 1, backoffMs: 1 });
  check(
    "a lost response is reconciled by a read",
    found.confirmedBy === "read" && calls.join() === "PUT,GET",
  );
  const limit = '{"errors":[{"code":"request_limit_exceeded"}]}';
  const limited = async () => new Response(limit, { status: 429, headers: { "Retry-After": "3" } });
  const waited = await revoke(limited, { deadlineMs: 200 }, {});
  check(
    "no wait beyond the deadline",
    waited.code === "rate-limited" && waited.attempts.length === 1,
  );
  return failures;
}
