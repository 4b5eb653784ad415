// One scenario for every host: both outcomes and each error, against the sandbox at `origin`. Hosts receive this function as
// text, so it uses nothing from outside itself.

/**
 * @param {typeof import("certcentral-revoke")} module @param {string} origin @param {string} baseUrl
 * @param {{ issued: number, openRevoke: number }} orders @param {object} [extra] settings of this host
 * @returns {Promise<Record<string, unknown>>}
 */
export async function scenario(module, origin, baseUrl, orders, extra = {}) {
  const client = (apiKey = "sandbox-admin-key", settings = {}) =>
    new module.CertCentral({ apiKey, baseUrl, ...extra, ...settings });
  const fault = (/** @type {object} */ body) =>
    fetch(`${origin}/sandbox/faults`, {
      method: "POST",
      body: JSON.stringify({ method: "PUT", ...body }),
    });
  /** @type {Record<string, unknown>} */
  const results = {};
  /** @param {string} name @param {() => Promise<unknown>} act @param {new (...args: never[]) => Error} expected */
  const fails = async (name, act, expected) => {
    const error = await act().then(
      () => undefined,
      (/** @type {any} */ error) => error,
    );
    results[name] =
      error instanceof expected &&
      error instanceof module.CertCentralError &&
      `${error.code} ${error.effect} ${error.toJSON().name}`;
  };
  const revoke = (order = orders.issued, options = {}, call = {}) =>
    client().revokeOrder(order, options, call);
  const once = (order = orders.issued, options = {}, call = {}) =>
    client(undefined, { retry: false }).revokeOrder(order, options, call);

  await fetch(`${origin}/sandbox/reset`, { method: "POST" });
  const requested = await revoke(orders.issued, {
    comment: "INC-1",
    revocationReason: "superseded",
  });
  results.requested = requested.outcome === "requested" && requested.request.comments;
  await fails("refused", () => revoke(orders.openRevoke), module.RefusedError);
  await fault({ status: 500, body: "<html>" });
  await fails("unknown", () => once(), module.UnknownOutcomeError);
  await fault({
    status: 429,
    body: '{"errors":[{"code":"request_limit_exceeded","message":"slow"}]}',
  });
  await fails("limited", () => once(), module.RateLimitedError);
  await fault({ delayMs: 400 });
  await fails("timeout", () => once(orders.issued, {}, { timeoutMs: 60 }), module.TimeoutError);
  await fails(
    "aborted",
    () => revoke(orders.issued, {}, { signal: AbortSignal.abort() }),
    module.AbortedError,
  );
  await fails(
    "invalid",
    () => revoke(/** @type {any} */ ("1/../../user")),
    module.InvalidInputError,
  );
  await fails(
    "denied",
    () => client("canary-key-Zq81xT5").revokeOrder(orders.issued),
    module.AccessDeniedError,
  );
  await fails("missing", () => revoke(999), module.NotFoundError);
  const radius = await client().orders.certificates(orders.issued);
  results.radius = radius.certificates.length > 2 && radius.warnings.join();
  let listed = 0;
  for await (const order of client().orders.list({ limit: 100 })) listed += order.id ? 1 : 0;
  results.iterated = listed > 200;
  results.me = (await client().me()).maySkipApproval;
  // The response is lost after DigiCert has revoked: a read confirms it, and nothing is sent again.
  await fault({ status: 502, body: "<html>", afterCommit: true });
  const found = await revoke(orders.issued, { skipApproval: true });
  const decisions = found.attempts.map(({ method, decision }) => `${method} ${decision}`);
  results.revoked = [found.outcome, found.confirmedBy, found.proof, ...decisions].join(", ");
  const seen = await client().revocations.wait({ orderId: orders.issued });
  results.waited = seen.reached && seen.orders[0]?.proof;
  results.read = (await client().orders.get(orders.issued)).status;
  results.listed = (await client().orders.list({ status: "reissue_pending" })).orders.length;
  await module.init();
  await module.init();
  results.built = module.buildRevokeOrder(1n, {}).path;
  return results;
}

export const RESULTS = {
  requested: "INC-1",
  refused: "refused none RefusedError",
  unknown: "unknown-outcome unknown UnknownOutcomeError",
  limited: "rate-limited none RateLimitedError",
  timeout: "timeout unknown TimeoutError",
  aborted: "aborted none AbortedError",
  invalid: "invalid-input none InvalidInputError",
  denied: "access-denied none AccessDeniedError",
  missing: "not-found none NotFoundError",
  radius: "revocation-requested",
  iterated: true,
  me: true,
  revoked: "revoked, read, revoked, PUT ambiguous, GET read",
  waited: "revoked",
  read: "revoked",
  listed: 1,
  built: "/order/certificate/1/revoke",
};
