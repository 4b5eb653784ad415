// Brings an entry into bounds before it is written: plain values only, nothing too long, and nothing secret. The record
// is never to lose an entry because somebody sent a long comment, so what is too long is cut, and says so.

const MOST_TEXT = 4_000;
const MOST_ITEMS = 200;
const MOST_DEPTH = 5;
/** Characters of all texts of one entry together. */
const MOST_TOGETHER = 32_000;
const ACTION = /^[a-z][a-z0-9-]{0,63}$/;
/** A shorter text is no secret, and would be found in any sentence. */
const SHORTEST_SECRET = 8;

/** Takes secrets out of texts by their value, wherever they stand. @param {Array<string | undefined>} secrets */
export function redactorOf(secrets) {
  const known = secrets
    .filter((secret) => secret !== undefined && secret.length >= SHORTEST_SECRET)
    .flatMap((secret) => [String(secret), encodeURIComponent(String(secret))])
    // The longer first: one may stand within another.
    .sort((a, b) => b.length - a.length);
  return (/** @type {string} */ text) =>
    known.reduce((left, secret) => left.replaceAll(secret, "[secret]"), text);
}

/**
 * @param {import("./chain.js").Entry} entry @param {(text: string) => string} redact is shown every text and every name
 * @returns {import("./chain.js").Entry}
 */
export function bounded(entry, redact) {
  if (!ACTION.test(entry.action)) throw new TypeError("action must be words-with-hyphens");
  for (const field of /** @type {const} */ (["id", "how"]))
    if (typeof entry.actor?.[field] !== "string" || entry.actor[field] === "")
      throw new TypeError(`actor.${field} must be a text`);
  let left = MOST_TOGETHER;

  /** Redacted first: of a secret that is cut, a part would stay. @param {string} given */
  const text = (given) => {
    const whole = redact(given);
    const room = Math.min(MOST_TEXT, left);
    left -= Math.min(whole.length, room);
    if (whole.length <= room) return whole;
    return `${whole.slice(0, room)}[cut: ${whole.length - room} more]`;
  };
  /** @param {unknown} given @param {number} depth @returns {unknown} */
  const plain = (given, depth) => {
    if (typeof given === "string") return text(given);
    if (typeof given === "bigint") return String(given);
    if (typeof given === "number") return Number.isFinite(given) ? given : String(given);
    if (typeof given === "boolean" || given === null) return given;
    if (typeof given !== "object") return undefined;
    if (depth === MOST_DEPTH) return "[cut: too deep]";
    if ("toJSON" in given && typeof given.toJSON === "function")
      return plain(given.toJSON(), depth + 1);
    const more = Math.max(0, Object.keys(given).length - MOST_ITEMS);
    if (Array.isArray(given)) {
      const items = given.slice(0, MOST_ITEMS).map((item) => plain(item, depth + 1));
      return more ? [...items, `[cut: ${more} more]`] : items;
    }
    const pairs = Object.entries(given)
      .slice(0, MOST_ITEMS)
      .map(([name, value]) => [text(name), plain(value, depth + 1)]);
    return Object.fromEntries(more ? [...pairs, ["[cut]", more]] : pairs);
  };
  return /** @type {import("./chain.js").Entry} */ (plain(entry, 0));
}
