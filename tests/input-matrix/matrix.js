// Passes every kind of value in every parameter of every method, and compares the outcome with the expected one.

import * as module from "../../pkg/dist/node.js";
import { createGlue } from "../../pkg/dist/wasm/glue.js";
import { Running } from "../../pkg/instance.js";
import { methodsOf } from "./methods.js";
import { KEY, KINDS } from "./values.js";

/** @import { Method, Parameter, Seen, Sent } from "./types.js" */
/** @import { Kind } from "./values.js" */

/**
 * `U`: used as intended. `D`: no value, so the default applies. `R`: rejected by name, and nothing was sent.
 * `-`: the parameter cannot have this value. `!`: a fault.
 * @typedef {"U" | "D" | "R" | "-" | "!"} Outcome
 */
/** @typedef {{ method: string, path: string, outcomes: Outcome[] }} Row */

const HANGS_MS = 10_000;
/** Messages about an object with an invalid field, which name the field. */
const BY_FIELD =
  /known field|cannot be read|must be|is a Promise|is required|exactly one|not known/;

/** Settings with which a call ends soon after any response. @returns {any} */
const base = () => ({
  apiKey: KEY,
  retry: { settleMs: 1, backoffMs: 1, maxBackoffMs: 2, reads: 2 },
  limits: { windows: [[1000, 10]], guardMs: 0 },
});

/** @param {string} url @param {any} init */
function respond(url, { method }) {
  const { pathname } = new URL(url);
  if (method === "PUT") return new Response(null, { status: 204 });
  if (pathname.endsWith("/status-changes")) return Response.json({ orders: [] });
  if (/\/(duplicate|reissue)$/.test(pathname)) return Response.json({ certificates: [] });
  const id = /\d+$/.exec(pathname)?.[0] ?? 5;
  const row = { id, status: pathname.includes("/request/") ? "approved" : "revoked" };
  return Response.json({ orders: [], requests: [], page: { total: 0 }, ...row });
}

/** A copy with another value at a path. @param {any} original @param {string[]} path @param {unknown} value @returns {any} */
function replaced(original, [name = "", ...rest], value) {
  const inner =
    rest.length === 0 ? value : replaced(original?.[name] ?? emptyFor(rest), rest, value);
  const copy = Array.isArray(original) ? [...original] : { ...original };
  if (inner !== GETTER) return Object.assign(copy, { [name]: inner });
  return Object.defineProperty(copy, name, {
    enumerable: true,
    get() {
      throw new Error("a getter");
    },
  });
}

const GETTER = Symbol("a getter that throws");

/** @param {string[]} path */
const emptyFor = ([name = ""]) => (/^\d+$/.test(name) ? [] : {});

/** @param {Method} method @param {Parameter} parameter @param {Kind} kind @returns {Promise<[Outcome, string | undefined]>} */
async function cell(method, parameter, kind) {
  const { path, type } = parameter;
  /** @type {Sent[]} */
  const sent = [];
  const seen = /** @type {Seen} */ ({ sent, called: false });
  const realFetch = globalThis.fetch;
  globalThis.fetch = /** @type {any} */ (
    async (/** @type {any} */ url, /** @type {any} */ init) => {
      if (init === undefined) return new Response("no module");
      sent.push({ ...init, url, body: init.body && JSON.parse(init.body) });
      return respond(url, init);
    }
  );
  const [field, fieldValue] = type.field ?? ["comment", "x"];
  const value = kind.make(field, fieldValue, () => {
    seen.called = true;
  });
  const valid = method.valid();
  if ("settings" in valid && valid.settings === undefined) valid.settings = base();
  const names = path.split(".");
  if (kind.asGetter && names.length === 1) return ["-", undefined];
  const args = replaced(valid, names, kind.asGetter ? GETTER : value);
  try {
    const ended = Promise.resolve(method.call(args, () => new module.CertCentral(base()))).then(
      (result) => Object.assign(seen, { result }),
      (error) => Object.assign(seen, { error }),
    );
    /** @type {NodeJS.Timeout | undefined} */
    let watchdog;
    const hangs = new Promise((done) => {
      watchdog = setTimeout(done, HANGS_MS, "hangs");
    });
    if ((await Promise.race([ended, hangs])) === "hangs") return ["!", "hangs"];
    clearTimeout(watchdog);
  } finally {
    globalThis.fetch = realFetch;
  }
  // Without a client the core does not know the key.
  const isOffline = /^build|^parse|^init/.test(method.name);
  const { error } = seen;
  const shown = `${error?.message} ${error?.stack} ${JSON.stringify(error)}`;
  if (!isOffline && shown.includes(KEY)) return ["!", "shows the API key"];
  if (error && !(error instanceof module.CertCentralError)) return ["!", `throws ${error.stack}`];
  if (error?.code === "core-crashed") return ["!", `crashes: ${error.cause?.stack}`];

  const isRejected = error?.code === "invalid-input" || error?.problem === "unreadable-input";
  const isAbsent = value === undefined || (type.field && kind.name === "{}");
  if (isAbsent && !isRejected) return ["D", undefined];
  if (!isAbsent && !kind.asGetter && type.accepts(value, kind)) {
    if (isRejected && kind.either) return rejection(method, parameter, kind, seen);
    if (isRejected) return ["!", `is rejected: ${error.message}`];
    const shows = parameter.shows ?? (() => error === undefined || error.code === "timeout");
    return shows(value, seen) ? ["U", undefined] : ["!", `is not used: ${JSON.stringify(seen)}`];
  }
  if (!isRejected) return ["!", `is ignored: ${error?.message ?? JSON.stringify(sent)}`];
  return rejection(method, parameter, kind, seen);
}

/** @param {Method} method @param {Parameter} parameter @param {Kind} kind @param {Seen} seen @returns {[Outcome, string | undefined]} */
function rejection(method, { path, says, conflicts, inner }, kind, { sent, error }) {
  const effect = method.effect ?? "none";
  if (error.effect !== effect) return ["!", `is rejected with the effect ${error.effect}`];
  if (effect === "unknown" && /nothing was sent/.test(error.message))
    return ["!", `claims that nothing was sent: ${error.message}`];
  if (sent.length > 0) return ["!", "is rejected after it was sent"];
  if (conflicts) return /exactly one/.test(error.message) ? ["R", undefined] : ["!", error.message];
  const name = path.split(".").findLast((name) => !/^\d+$/.test(name)) ?? "";
  const isNamed = error.message.includes(name) || BY_FIELD.test(error.message);
  if (!isNamed) return ["!", `is not named: ${error.message}`];
  if (kind.named && !kind.named.test(error.message) && !says?.test(error.message))
    return ["!", `its kind is not named: ${error.message}`];
  if (kind.name === "Promise" && !inner && !/await/.test(error.message))
    return ["!", `the fix is not named: ${error.message}`];
  return ["R", undefined];
}

/** @param {(method: string) => boolean} [isSelected] @returns {Promise<{ rows: Row[], faults: string[] }>} */
export async function runMatrix(isSelected = () => true) {
  await module.init();
  const fresh = () => new Running(createGlue, "certcentral-revoke");
  /** @type {Row[]} */
  const rows = [];
  /** @type {string[]} */
  const faults = [];
  for (const method of methodsOf(module, fresh).filter(({ name }) => isSelected(name))) {
    for (const parameter of method.parameters) {
      /** @type {Outcome[]} */
      const outcomes = [];
      for (const kind of KINDS) {
        const [outcome, fault] = await cell(method, parameter, kind);
        outcomes.push(outcome);
        if (fault) faults.push(`${method.name}: ${kind.name} as ${parameter.path} ${fault}`);
      }
      rows.push({ method: method.name, path: parameter.path, outcomes });
    }
  }
  return { rows, faults };
}
