// Sanitizes an entry before it is written: plain values only, limited size, no secrets. Values that are too long are cut and
// marked, so that a long comment never prevents an entry.

const MAX_TEXT = 4_000;
/** An entry names up to 1,000 orders of a list. */
const MAX_ITEMS = 1_000;
const MAX_DEPTH = 6;
/** Characters of all strings of one entry. */
const MAX_TOTAL = 32_000;
const ACTION = /^[a-z][a-z0-9-]{0,63}$/;
/** Shorter values are not treated as secrets: they occur in ordinary text. */
const MIN_SECRET_LENGTH = 8;

/** Returns a function that replaces the secrets, also URL-encoded, in a text. @param {Array<string | undefined>} secrets */
export function createRedactor(secrets) {
  const known = secrets
    .filter((secret) => secret !== undefined && secret.length >= MIN_SECRET_LENGTH)
    .flatMap((secret) => [String(secret), encodeURIComponent(String(secret))])
    // Longest first, because one secret may contain another.
    .sort((a, b) => b.length - a.length);
  return (/** @type {string} */ text) =>
    known.reduce((left, secret) => left.replaceAll(secret, "[secret]"), text);
}

/**
 * @param {import("./chain.js").Entry} entry @param {(text: string) => string} redact applied to every string and every name
 * @returns {import("./chain.js").Entry}
 */
export function sanitize(entry, redact) {
  if (!ACTION.test(entry.action))
    throw new TypeError("action must consist of lower-case words joined by hyphens");
  for (const field of /** @type {const} */ (["id", "how"]))
    if (typeof entry.actor?.[field] !== "string" || entry.actor[field] === "")
      throw new TypeError(`actor.${field} must be a non-empty string`);
  let left = MAX_TOTAL;

  /** Redacts before cutting: a cut secret would not be recognized. @param {string} value */
  const text = (value) => {
    const whole = redact(value);
    const room = Math.min(MAX_TEXT, left);
    left -= Math.min(whole.length, room);
    if (whole.length <= room) return whole;
    return `${whole.slice(0, room)}[cut: ${whole.length - room} more]`;
  };
  /** @param {unknown} value @param {number} depth @returns {unknown} */
  const plain = (value, depth) => {
    if (typeof value === "string") return text(value);
    if (typeof value === "bigint") return String(value);
    if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
    if (typeof value === "boolean" || value === null) return value;
    if (typeof value !== "object") return undefined;
    if (depth === MAX_DEPTH) return "[cut: too deep]";
    if ("toJSON" in value && typeof value.toJSON === "function")
      return plain(value.toJSON(), depth + 1);
    const more = Math.max(0, Object.keys(value).length - MAX_ITEMS);
    if (Array.isArray(value)) {
      const items = value.slice(0, MAX_ITEMS).map((item) => plain(item, depth + 1));
      return more ? [...items, `[cut: ${more} more]`] : items;
    }
    const pairs = Object.entries(value)
      .slice(0, MAX_ITEMS)
      .map(([name, member]) => [text(name), plain(member, depth + 1)]);
    return Object.fromEntries(more ? [...pairs, ["[cut]", more]] : pairs);
  };
  return /** @type {import("./chain.js").Entry} */ (plain(entry, 0));
}
