// The client's side of a cell. It is sent to Node, workerd and Chromium as text, so it uses nothing from outside itself.

/** @typedef {{ id: number, act?: "revoke" | "read" | "certificate", abortMs?: number, jump?: boolean, silent?: boolean, settings?: object, call?: object }} Part what a host has to know of a cell */
/** @typedef {{ id: number, told: string, ms: number, attempts: string[], leaked: boolean }} Told */

/**
 * @param {typeof import("certcentral-revoke")} module @param {string} baseUrl @param {Part[]} parts
 * @param {number} atOnce how many at a time @param {object} extra settings of this host
 * @returns {Promise<Told[]>}
 */
export async function play(module, baseUrl, parts, atOnce, extra) {
  const key = ["canary-key", "5f0c81"].join("-");
  const retry = { settleMs: 20, backoffMs: 5, maxBackoffMs: 20, maxRetryAfterMs: 50, reads: 2 };
  const real = Date.now;
  let jumps = 0;
  /** @type {Told[]} */
  const all = [];
  const queue = [...parts];
  /** @param {Part} part */
  const one = async ({ id, act = "revoke", abortMs, jump, silent, settings, call }) => {
    // Short only where nothing is to come: a busy machine may take its time with all else.
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
    // The clock is set an hour forward and back with every look at it.
    if (jump) Date.now = () => real() + (jumps++ % 2 ? 3_600_000 : -3_600_000);
    const began = performance.now();
    const options = { signal: controller.signal, ...call };
    let told = "";
    let shown = "";
    /** @type {any} */
    let ended;
    try {
      if (act === "read") ended = await client.orders.get(id, options);
      else if (act === "certificate") ended = await client.revokeCertificate(id, {}, options);
      else ended = await client.revokeOrder(id, {}, options);
      told =
        act === "read"
          ? `order ${ended.status}`
          : `${ended.outcome} ${ended.confirmedBy} ${ended.proof}`;
      if (ended.request) told += ` ${ended.request.id}`;
      if (ended.warnings?.length) told += ` ${ended.warnings.join()}`;
      shown = JSON.stringify(ended);
    } catch (error) {
      ended = error;
      const typed = error instanceof module.CertCentralError;
      told = typed
        ? `${ended.name} ${ended.effect}${ended.problem ? ` ${ended.problem}` : ""}`
        : `untyped ${error}`;
      shown = [
        JSON.stringify(error),
        String(error),
        String(ended.stack),
        String(ended.cause),
        JSON.stringify(ended.cause),
      ].join();
    }
    if (jump) Date.now = real;
    clearTimeout(timer);
    const attempts = (ended.attempts ?? []).map(
      (/** @type {{ method: string, decision: string }} */ { method, decision }) =>
        `${method} ${decision}`,
    );
    all.push({ id, told, ms: performance.now() - began, attempts, leaked: shown.includes(key) });
  };
  const work = async () => {
    for (let part = queue.shift(); part; part = queue.shift()) await one(part);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return all;
}
