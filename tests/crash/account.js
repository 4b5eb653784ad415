// A scripted CertCentral in memory. It records every request, and responds late, with errors, or not at all.

/** @import { Chooser } from "../support/random.js" */

/**
 * @typedef {object} Put a write that was handed to `fetch`
 * @property {string} path
 * @property {string} comment identifies the call
 * @property {boolean} applied
 * @property {number} status 0: no response
 */
/** @typedef {{ put?: Put, read?: string }} Entry a write, or the path of a read */

/** @param {Chooser} choose @param {() => void} onFetch called in each `fetch` */
export function createAccount(choose, onFetch) {
  /** @type {Entry[]} */
  const log = [];
  /** @type {Map<string, string>} */
  const statuses = new Map();
  let calm = false;

  /** @param {string} path @param {string | undefined} search */
  function read(path, search) {
    const [, order] = /^\/order\/certificate\/(\d+)$/.exec(path) ?? [];
    if (order) return { id: Number(order), status: statuses.get(path) ?? "issued" };
    const [, request] = /^\/request\/(\d+)$/.exec(path) ?? [];
    if (request)
      return { id: Number(request), type: "revoke", status: statuses.get(path) ?? "pending" };
    if (path === "/user/me") return { id: 5, access_roles: [{ id: 1, name: "Administrator" }] };
    if (path.endsWith("/status-changes")) return { orders: [] };
    if (/\/(duplicate|reissue)s?$/.test(path)) return { certificates: [] };
    const isSecond = /offset=[1-9]/.test(search ?? "");
    const rows = isSecond ? [{ id: 3, status: "issued" }] : [{ id: 2, status: "issued" }];
    const page = { total: 2, limit: 1, offset: isSecond ? 1 : 0 };
    if (path === "/order/certificate") return { orders: rows, page };
    if (path === "/request")
      return { requests: rows.map(({ id }) => ({ id, status: "pending" })), page };
    throw new Error(`the account has no ${path}`);
  }

  /** @param {Put} put */
  function apply(put) {
    put.applied = true;
    const order = put.path.replace(/\/revoke$/, "");
    if (order !== put.path) statuses.set(order, "revoked");
    const request = put.path.replace(/\/status$/, "");
    if (request !== put.path)
      statuses.set(request, put.comment.includes("no") ? "rejected" : "approved");
  }

  /** @param {Put} put */
  const write = (put) => () => {
    apply(put);
    put.status = 204;
    return new Response(null, { status: 204 });
  };

  /** @param {Put | undefined} put @param {() => Response} respond @returns {() => Response | Promise<Response>} */
  function fate(put, respond) {
    const lost = () => {
      throw new TypeError("connection lost");
    };
    const status = (/** @type {number} */ code, /** @type {unknown} */ body, headers = {}) => {
      if (put) put.status = code;
      return new Response(JSON.stringify(body), { status: code, headers });
    };
    const number = calm ? 100 : choose.below(100);
    if (number < 8) return lost;
    if (number < 16)
      return () => {
        if (put) apply(put);
        return lost();
      };
    if (number < 22)
      return () =>
        status(
          429,
          { errors: [{ code: "request_limit_exceeded", message: "slow" }] },
          { "Retry-After": "0" },
        );
    if (number < 27) return () => status(500, { errors: [{ code: "internal", message: "?" }] });
    if (number < 30) return () => new Promise(() => {});
    return respond;
  }

  /** @param {string} url @param {RequestInit} init @returns {Promise<Response>} */
  function fetch(url, init) {
    const { pathname, search } = new URL(url);
    const path = pathname.replace(/^.*\/services\/v2/, "");
    const body = init.body ? JSON.parse(String(init.body)) : {};
    const comment = String(body.comment ?? body.processor_comment ?? "");
    /** @type {Put | undefined} */
    const put = init.method === "PUT" ? { path, comment, applied: false, status: 0 } : undefined;
    log.push(put ? { put } : { read: path });
    const respond = fate(put, put ? write(put) : () => Response.json(read(path, search)));
    const ms = calm ? 0 : choose.below(8);
    onFetch();
    const aborted = new Promise((_, reject) =>
      init.signal?.addEventListener("abort", () => reject(init.signal?.reason)),
    );
    aborted.catch(() => {});
    return /** @type {Promise<Response>} */ (
      Promise.race([aborted, ms === 0 ? Promise.resolve().then(respond) : later(ms).then(respond)])
    );
  }

  return {
    fetch,
    log,
    /** From now on every request gets its response at once. */
    calm() {
      calm = true;
    },
    /** The writes of a call. @param {string} comment */
    puts: (comment) => log.flatMap(({ put }) => (put?.comment === comment ? [put] : [])),
    status: (/** @type {string} */ path) => statuses.get(path),
    /** Paths with a repeated write, and neither a read nor a response that proves no effect in between. */
    repeated() {
      /** @type {Map<string, Put>} */
      const doubtful = new Map();
      /** @type {string[]} */
      const found = [];
      for (const { put, read: path } of log) {
        if (path !== undefined) {
          doubtful.delete(`${path}/revoke`);
          doubtful.delete(`${path}/status`);
        }
        if (!put) continue;
        const before = doubtful.get(put.path);
        // A 429 can arrive after its log entry, so the current status of the earlier write counts.
        if (before && before.status !== 429) found.push(put.path);
        doubtful.set(put.path, put);
      }
      return found;
    },
  };
}

/** @param {number} ms @returns {Promise<void>} */
export const later = (ms) => new Promise((done) => void setTimeout(done, ms));
