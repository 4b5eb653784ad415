// JavaScript values as JSON that says what each of them is; the core judges them (`src/js/given.rs` reads it). Total: no
// value, getter or proxy can make it throw.

/** Half of a surrogate pair would change on its way to UTF-8. */
const HALF_A_PAIR = /\p{Surrogate}/u;
/** What can stand in a header. */
const VISIBLE = /^[!-~]+$/;
/** Objects in objects in objects are as much as anything here means. */
const DEEPEST = 3;

/** @typedef {null | boolean | string | { [is: string]: unknown }} Given */
/** @typedef {Record<string, (value: any) => Given>} Special fields that are told of in a way of their own */

/** @param {unknown} value @param {Special} [special] @returns {Given} */
export function given(value, special = {}, depth = 0) {
  switch (typeof value) {
    case "undefined":
      return {};
    case "boolean":
      return value;
    case "number":
      return { number: String(value) };
    case "bigint":
      return { bigint: String(value) };
    case "string":
      return HALF_A_PAIR.test(value) ? { other: "text that is not valid UTF-16" } : value;
    case "object":
      return value === null ? null : things(value, special, depth);
    default:
      return { other: `a ${typeof value}` };
  }
}

/** @param {object} value @param {Special} special @param {number} depth @returns {Given} */
function things(value, special, depth) {
  try {
    const isList = Array.isArray(value);
    if (depth === DEEPEST) return { other: isList ? "an array" : "an object" };
    if (isList) return { list: value.map((item) => given(item, {}, depth + 1)) };
    const names = Reflect.ownKeys(value);
    return { fields: names.map((name) => field(value, name, special, depth)) };
  } catch {
    return { other: "an object that does not let itself be read" };
  }
}

/** @param {object} object @param {string | symbol} name @param {Special} special @param {number} depth */
function field(object, name, special, depth) {
  if (typeof name === "symbol") return ["(a symbol)", {}];
  const told = HALF_A_PAIR.test(name) ? "(a name that is not valid UTF-16)" : name;
  try {
    const value = Reflect.get(object, name);
    return [
      told,
      Object.hasOwn(special, name) ? special[name]?.(value) : given(value, {}, depth + 1),
    ];
  } catch {
    return [told, { other: "a field that cannot be read" }];
  }
}

/** Settings; of the key only whether it could be one. @param {unknown} settings @param {Special} [special] */
export const givenSettings = (settings, special) =>
  given(settings, {
    ...special,
    apiKey: (key) => {
      if (typeof key !== "string") return given(key);
      if (key === "") return { other: "an empty string" };
      return { other: VISIBLE.test(key) ? "a string" : "a string that cannot stand in a header" };
    },
  });

/** Options of one call. A signal is told by what it can do: it may come from another realm. @param {unknown} call */
export const givenCall = (call) =>
  given(call, {
    signal: (signal) =>
      typeof signal?.aborted === "boolean" && typeof signal.addEventListener === "function"
        ? { other: "an AbortSignal" }
        : given(signal),
  });

/** An answer, and the bytes of its body. @param {unknown} response @returns {[Given, Uint8Array]} */
export function givenResponse(response) {
  /** @type {Uint8Array} */
  let bytes = new Uint8Array();
  const told = given(response, {
    body: (body) => {
      if (typeof body === "string" && !HALF_A_PAIR.test(body))
        bytes = new TextEncoder().encode(body);
      // Not `instanceof`: some edge runtimes give bytes of another realm.
      else if (Object.prototype.toString.call(body) === "[object Uint8Array]") bytes = body;
      else return given(body);
      return { other: "bytes" };
    },
  });
  return [told, bytes];
}
