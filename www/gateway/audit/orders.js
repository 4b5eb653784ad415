// The orders that an entry names. The search for an order finds every entry that names it: alone, or in a list.

/** Orders in one entry. */
export const MAX_ORDERS = 1_000;

/** @param {import("./chain.js").Entry} entry @returns {Set<string>} */
export function ordersOf({ target, details }) {
  const listed = Array.isArray(details?.orders) ? details.orders : [];
  return new Set([target?.order, ...listed].filter((order) => typeof order === "string"));
}
