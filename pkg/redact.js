// Keeps the key out of everything that leaves: by its value, wherever it stands, whoever repeated it.

/** @param {string} text @param {string | undefined} key */
const without = (text, key) => (key ? text.replaceAll(key, "[key]") : text);

/** Parses JSON, with the key replaced in every text. @param {string} json @param {string | undefined} key */
export function parseWithout(json, key) {
  return JSON.parse(json, (_, value) => (typeof value === "string" ? without(value, key) : value));
}

/**
 * What stood behind a failure, as a fresh error: name, message and code along its chain of causes. Nothing else comes
 * along; a foreign error may hold the whole request, headers and all.
 * @param {unknown} value @param {string | undefined} key @param {number} [depth] @returns {Error | undefined}
 */
export function causeWithout(value, key, depth = 4) {
  if (value === undefined || depth === 0) return undefined;
  try {
    const { name, message, code, cause } = Object(value);
    const inner = causeWithout(cause, key, depth - 1);
    const text = without(
      String(message ?? (typeof value === "string" ? value : "no message")),
      key,
    );
    const error = new Error(text, inner && { cause: inner });
    error.name = without(String(name ?? "Error"), key);
    return code === undefined ? error : Object.assign(error, { code: without(String(code), key) });
  } catch {
    return new Error("an error that does not let itself be read");
  }
}
