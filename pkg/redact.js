// Keeps the key out of everything that leaves: by its value, wherever it stands, whoever repeated it.

/** Eight characters at least: a shorter text is no key, and would be found in any sentence. */
const SHORTEST_KEY = 8;

/** @param {string} text @param {string} [key] */
function without(text, key = "") {
  return key.length < SHORTEST_KEY ? text : text.replaceAll(key, "[key]");
}

/** Parses JSON, with the key replaced in every text. @param {string} json @param {string} [key] */
export function parseWithout(json, key = "") {
  // As it would stand in the text: to look at every value is only worth it where one holds the key.
  if (key === "" || !json.includes(JSON.stringify(key).slice(1, -1))) return JSON.parse(json);
  return JSON.parse(json, (_, value) => (typeof value === "string" ? without(value, key) : value));
}

/**
 * What stood behind a failure, as a fresh error: name, message and code along its chain of causes. Nothing else comes
 * along; a foreign error may hold the whole request, headers and all.
 * @param {unknown} value @param {string} [key] @returns {Error | undefined}
 */
export function causeWithout(value, key, depth = 4) {
  if (value === undefined || depth === 0) return undefined;
  try {
    const { name = "Error", message = value, code, cause } = Object(value);
    const inner = causeWithout(cause, key, depth - 1);
    const error = new Error(without(String(message), key), inner && { cause: inner });
    error.name = without(String(name), key);
    return code === undefined ? error : Object.assign(error, { code: without(String(code), key) });
  } catch {
    return new Error("an error that does not let itself be read");
  }
}

/**
 * The bytes of an answer, with the key replaced. Where it stands there in another spelling, nothing of the answer is left:
 * it is then one that nobody can read.
 * @param {Uint8Array} body @param {string} [key]
 */
export function withoutKey(body, key = "") {
  if (key.length < SHORTEST_KEY) return body;
  const text = new TextDecoder().decode(body);
  const clean = without(text, key);
  if (text.includes("\\") && holds(clean, key)) return new Uint8Array();
  return clean === text ? body : new TextEncoder().encode(clean);
}

/** Whether a text of a JSON document is or holds the key. @param {string} json @param {string} key */
function holds(json, key) {
  let found = false;
  try {
    JSON.parse(json, (name, value) => {
      found ||= name.includes(key) || (typeof value === "string" && value.includes(key));
      return null;
    });
  } catch {
    // No JSON: nobody unescapes it.
  }
  return found;
}
