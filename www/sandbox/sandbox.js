// A CertCentral in memory: DigiCert's paths, bodies and error codes behind a `fetch` function. `worker.js` and `node.js`
// serve it.

import { Hono } from "hono";
import { Account, USERS } from "./account.js";
import { ApiError, invalidKey, json, missingPermission, routeNotFound } from "./errors.js";
import { sendEvents } from "./events.js";
import { certificateLists, certificates } from "./routes/certificates.js";
import { controlRoutes } from "./routes/control.js";
import { notificationRoutes } from "./routes/notifications.js";
import { orders } from "./routes/orders.js";
import { reports, statusChanges } from "./routes/reports.js";
import { requests } from "./routes/requests.js";
import { mergeSettings } from "./settings.js";
import { RateWindows } from "./windows.js";

/** @typedef {import("./settings.js").SandboxSettings} SandboxSettings */
/** @typedef {import("./context.js").LogEntry} LogEntry */
/** @typedef {import("./context.js").State} State */
/** @typedef {import("./context.js").Env} Env */

/** Maximum number of log entries. */
const LOG_SIZE = 5000;
const REVOKE = /^\/services\/v2\/order\/certificate\/(\d+)\/revoke$/;

/** @param {Partial<SandboxSettings>} [overrides] @param {() => number} [clock] */
export function createSandbox(overrides = {}, clock = Date.now) {
  const initial = mergeSettings(overrides);
  const windows = new RateWindows();
  /** @type {State} */
  const state = {
    ...{ settings: initial, log: [], faults: [], revokes: new Map(), notifications: [] },
  };
  let account = new Account(clock(), initial.orders);
  const api = apiRoutes(() => ({ account, settings: state.settings, windows, clock }));
  const reset = () => {
    account = new Account(clock(), state.settings.orders);
    windows.clear();
    const settings = { ...initial, orders: state.settings.orders };
    Object.assign(state, { settings, log: [], faults: [], revokes: new Map(), notifications: [] });
  };
  const control = new Hono()
    .route(
      "/sandbox",
      controlRoutes(state, reset, () => account),
    )
    .route("/sandbox/notifications", notificationRoutes(state, clock));

  /** Responses that must not arrive: the server closes their connection. @type {WeakSet<Response>} */
  const lost = new WeakSet();

  return {
    state,
    reset,
    fetch: handle,
    isLost: (/** @type {Response} */ response) => lost.has(response),
  };

  /** @param {Request} request @param {(sending: Promise<void>) => void} [waitUntil] keeps the host running while events are sent @returns {Promise<Response>} */
  async function handle(request, waitUntil = () => {}) {
    const { pathname, search } = new URL(request.url);
    if (pathname.startsWith("/sandbox/")) return control.fetch(request);
    const body = request.method === "PUT" ? await request.clone().text() : undefined;
    const response = await faulty(request, pathname);
    waitUntil(sendEvents(account.takeRevoked(), state.settings));
    const role = state.settings.keys[request.headers.get("x-dc-devkey") ?? ""];
    /** @type {LogEntry} */
    const entry = {
      time: new Date(clock()).toISOString(),
      method: request.method,
      path: pathname + search,
      status: lost.has(response) ? 0 : response.status,
      key: role ?? "unknown",
    };
    if (body !== undefined) entry.body = body;
    if (lost.has(response)) entry.lost = response.headers.get("x-lost") ?? "";
    const [, order] = request.method === "PUT" ? (REVOKE.exec(pathname) ?? []) : [];
    if (order !== undefined) state.revokes.set(order, (state.revokes.get(order) ?? 0) + 1);
    state.log.push(entry);
    if (state.log.length > LOG_SIZE) state.log.shift();
    return response;
  }

  /** A response whose body fails, for hosts without a connection to close. @param {string} when */
  function lostResponse(when) {
    const body = new ReadableStream({
      pull(controller) {
        controller.error(new Error("lost"));
      },
    });
    const response = new Response(body, { headers: { "x-lost": when } });
    lost.add(response);
    return response;
  }

  /** @param {Request} request @param {string} path */
  async function faulty(request, path) {
    const fault = state.faults.find(
      ({ method, pathPrefix }) =>
        (method ?? request.method) === request.method && path.startsWith(pathPrefix),
    );
    if (!fault) return api.fetch(request);
    fault.times -= 1;
    if (fault.times === 0) state.faults.splice(state.faults.indexOf(fault), 1);
    if (fault.delayMs) await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
    if (fault.lost) {
      if (fault.lost === "after") await api.fetch(request);
      return lostResponse(fault.lost);
    }
    const real =
      fault.afterCommit || fault.status === undefined ? await api.fetch(request) : undefined;
    if (fault.status === undefined) return /** @type {Response} */ (real);
    const empty = fault.status === 204 || fault.status === 304;
    return new Response(empty ? null : fault.body, {
      status: fault.status,
      headers: { "content-type": fault.contentType },
    });
  }
}

/** @param {() => { account: Account, settings: SandboxSettings, windows: RateWindows, clock: () => number }} current */
function apiRoutes(current) {
  /** @type {Hono<Env>} */
  const api = new Hono({ strict: true });
  api.use("/services/v2/*", async (c, next) => {
    const { account, settings, windows, clock } = current();
    const key = c.req.header("x-dc-devkey") ?? "";
    const role = Object.hasOwn(settings.keys, key) ? settings.keys[key] : undefined;
    const now = clock();
    if (!role) throw invalidKey();
    if (!windows.admit(key, now, settings.windows, settings.refusedCount))
      throw rateLimited(settings);
    if (/%2f|%5c|\/\.|\/\//i.test(c.req.path)) throw routeNotFound();
    if (role === "view-only" && c.req.method !== "GET") throw missingPermission();
    c.set("account", account);
    c.set("settings", settings);
    c.set("role", role);
    c.set("now", now);
    await next();
  });
  // Before the orders, because `status-changes` would match as an id.
  api.route("/services/v2/order/certificate", statusChanges);
  api.route("/services/v2/order/certificate", certificateLists);
  api.route("/services/v2/order/certificate", orders);
  api.route("/services/v2/certificate", certificates);
  api.route("/services/v2/report", reports);
  api.route("/services/v2/request", requests);
  api.get("/services/v2/user/me", (c) => {
    const { access_roles, ...user } = USERS[c.var.role];
    return json({
      ...user,
      username: user.email,
      account_id: 123654,
      status: "active",
      access_roles,
      type: "standard",
    });
  });
  api.notFound(() => routeNotFound().toResponse());
  api.onError((error) => {
    if (error instanceof ApiError) return error.toResponse();
    return json({ errors: [{ code: "internal_error", message: error.message }] }, 500);
  });
  return api;
}

/** @param {SandboxSettings} settings */
function rateLimited({ retryAfterSeconds }) {
  /** @type {Record<string, string>} */
  const headers = retryAfterSeconds > 0 ? { "retry-after": String(retryAfterSeconds) } : {};
  return new ApiError(
    429,
    "request_limit_exceeded",
    "Service unavailable, please limit request volume",
    headers,
  );
}
