// The entry of a denial: who was refused what, by which rule.

/** @typedef {import("./chain.js").Entry} Entry */

/**
 * @typedef {object} Denial
 * @property {Entry["actor"]} actor
 * @property {Entry["origin"]} [origin]
 * @property {string} rule the rule that refused it, for example "role" or "not-yours"
 * @property {string} action what was refused, without ids: a route or an act. Ids belong into `target` and `details`
 * @property {Entry["target"]} [target]
 * @property {Record<string, unknown>} [details]
 */

/** @param {Denial} denial @returns {[entry: Entry, about: Record<string, string>]} arguments of `RepeatedEntries.add` */
export function denialEntry({ actor, origin, rule, action, target, details }) {
  /** @type {Entry} */
  const entry = {
    actor,
    action: "denied",
    ...(target ? { target } : {}),
    details: { rule, action, ...details },
    ...(origin ? { origin } : {}),
    answer: { status: 403, outcome: rule, effect: "none" },
  };
  return [entry, { rule, action }];
}
