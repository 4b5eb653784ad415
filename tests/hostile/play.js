// The client side of a cell. workerd and Chromium receive this function as text, so it uses nothing from outside itself.

/** @typedef {{ id: number, act?: "revoke" | "read" | "certificate", abortMs?: number, jump?: boolean, silent?: boolean, settings?: object, call?: object }} Part the part of a cell that a host needs */
/** @typedef {{ id: number, text: string, ms: number, attempts: string[], leaked: boolean }} CellResult */

/**
 * @param {typeof import("certcentral-revoke")} module @param {string} baseUrl @param {Part[]} parts
 * @param {number} concurrency @param {object} extra settings of this host
 * @returns {Promise<CellResult[]>}
 */
export async function play(module, baseUrl, parts, concurrency, extra) {
  const key = ["canary-key", "5f0c81"].join("-");
  const retry = { settleMs: 20, backoffMs: 5, maxBackoffMs: 20, maxRetryAfterMs: 50, reads: 2 };
  const real = Date.now;
  let jumps = 0;
  /** @type {CellResult[]} */
  const all = [];
  const queue = [...parts];
  /** @param {Part} part */
  const one = async ({ id, act = "revoke", abortMs, jump, silent, settings, call }) => {
    // Short only if the server stays silent: a busy machine may be slow with any response.
    const [timeoutMs, deadlineMs] = silent ? [400, 2500] : [20_000, 60_000];
    const limits = { timeoutMs, deadlineMs, retry };
    const client = new module.CertCentral({
      apiKey: key,
      baseUrl,
      ...extra,
      ...limits,
      ...settings,
    });
    const controller = new AbortController();
    const timer = abortMs === undefined ? undefined : setTimeout(() => controller.abort(), abortMs);
    // Each reading of the clock is an hour ahead or behind.
    if (jump) Date.now = () => real() + (jumps++ % 2 ? 3_600_000 : -3_600_000);
    const startedAt = performance.now();
    const options = { signal: controller.signal, ...call };
    let text = "";
    let shown = "";
    /** @type {any} */
    let value;
    try {
      if (act === "read") value = await client.orders.get(id, options);
      else if (act === "certificate") value = await client.revokeCertificate(id, {}, options);
      else value = await client.revokeOrder(id, {}, options);
      text =
        act === "read"
          ? `order ${value.status}`
          : `${value.outcome} ${value.confirmedBy} ${value.proof}`;
      if (value.request) text += ` ${value.request.id}`;
      if (value.warnings?.length) text += ` ${value.warnings.join()}`;
      shown = JSON.stringify(value);
    } catch (error) {
      value = error;
      const typed = error instanceof module.CertCentralError;
      text = typed
        ? `${value.name} ${value.effect}${value.problem ? ` ${value.problem}` : ""}`
        : `untyped ${error}`;
      shown = [
        JSON.stringify(error),
        String(error),
        String(value.stack),
        String(value.cause),
        JSON.stringify(value.cause),
      ].join();
    }
    if (jump) Date.now = real;
    clearTimeout(timer);
    const attempts = (value.attempts ?? []).map(
      (/** @type {{ method: string, decision: string }} */ { method, decision }) =>
        `${method} ${decision}`,
    );
    all.push({
      id,
      text,
      ms: performance.now() - startedAt,
      attempts,
      leaked: shown.includes(key),
    });
  };
  const work = async () => {
    for (let part = queue.shift(); part; part = queue.shift()) await one(part);
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return all;
}
