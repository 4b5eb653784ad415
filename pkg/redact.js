// Removes the API key, by its value, from everything that the package exposes.

/** A shorter text is not an API key, and would match parts of ordinary words. */
const MIN_KEY_LENGTH = 8;

/** @param {string} text @param {string} [key] */
function without(text, key = "") {
  return key.length < MIN_KEY_LENGTH ? text : text.replaceAll(key, "[key]");
}

/** Parses JSON and replaces the key in every string. @param {string} json @param {string} [key] */
export function parseWithout(json, key = "") {
  // Most texts do not contain the key, so its JSON form is searched first.
  if (key === "" || !json.includes(JSON.stringify(key).slice(1, -1))) return JSON.parse(json);
  return JSON.parse(json, (_, value) => (typeof value === "string" ? without(value, key) : value));
}

/**
 * The cause of a failure, safe to expose. An abort reason stays the caller's own object, unless it contains the key; any
 * other cause becomes a redacted copy.
 * @param {string} code the error code of the failure @param {unknown} cause @param {string} [key]
 */
export function causeOf(code, cause, key) {
  return code === "aborted" && !contains(cause, key) ? cause : causeWithout(cause, key);
}

/**
 * Copies an error with its chain of causes: name, message, code and stack, with the key replaced. Other properties are
 * dropped, because a foreign error can hold the whole request including its headers.
 * @param {unknown} value @param {string} [key] @returns {Error | undefined}
 */
export function causeWithout(value, key, depth = 4) {
  if (value === undefined || depth === 0) return undefined;
  try {
    const { name = "Error", message = value, code, cause, stack } = Object(value);
    const inner = causeWithout(cause, key, depth - 1);
    const error = new Error(without(String(message), key), inner && { cause: inner });
    error.name = without(String(name), key);
    if (typeof stack === "string") error.stack = without(stack, key);
    if (code === undefined) return error;
    return Object.assign(error, {
      code: typeof code === "number" ? code : without(String(code), key),
    });
  } catch {
    return new Error("an error that cannot be read");
  }
}

/** The number of values that `contains` looks at. A larger object counts as one that contains the key. */
const MAX_VALUES = 1000;

/**
 * Whether a value or anything that can be reached from it contains the key: what a log or an inspector prints. A
 * value that cannot be read counts as one that contains the key.
 * @param {unknown} root @param {string} [key]
 */
function contains(root, key = "") {
  if (key.length < MIN_KEY_LENGTH) return false;
  const seen = new Set();
  const queue = [root];
  try {
    for (const value of queue) {
      if (typeof value === "string" ? value.includes(key) : seen.size > MAX_VALUES) return true;
      if (typeof value === "symbol") queue.push(value.description);
      if (!isObject(value) || seen.has(value)) continue;
      seen.add(value);
      // Not always own properties: a `DOMException` has them on its prototype.
      const { name, message, stack, code, cause } = /** @type {any} */ (value);
      queue.push(name, message, stack, code, cause);
      if (value instanceof Map) queue.push(...value.keys(), ...value.values());
      if (value instanceof Set) queue.push(...value);
      if (ArrayBuffer.isView(value)) {
        queue.push(new TextDecoder("latin1").decode(value));
        continue;
      }
      const properties = Object.getOwnPropertyDescriptors(value);
      for (const property of Reflect.ownKeys(properties))
        queue.push(property, /** @type {any} */ (properties)[property].value);
    }
    return false;
  } catch {
    return true;
  }
}

/** @param {unknown} value @returns {value is object} */
const isObject = (value) =>
  typeof value === "function" || (typeof value === "object" && value !== null);

/**
 * Replaces the key in the bytes of a response. If the key is there in escaped form, returns no bytes: the response then counts
 * as unreadable.
 * @param {Uint8Array} body @param {string} [key]
 */
export function withoutKey(body, key = "") {
  if (key.length < MIN_KEY_LENGTH) return body;
  const text = new TextDecoder().decode(body);
  const clean = without(text, key);
  if (text.includes("\\") && holds(clean, key)) return new Uint8Array();
  return clean === text ? body : new TextEncoder().encode(clean);
}

/** Whether a string or name of a JSON document contains the key. @param {string} json @param {string} key */
function holds(json, key) {
  let found = false;
  try {
    JSON.parse(json, (name, value) => {
      found ||= name.includes(key) || (typeof value === "string" && value.includes(key));
      return null;
    });
  } catch {
    // Not JSON, so the escapes have no meaning.
  }
  return found;
}
