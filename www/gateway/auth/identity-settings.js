// The setting `IDENTITY`: the maximum age of a sign-in token, and which addresses belong to one person.

import * as v from "valibot";
import { parseAddress } from "./address.js";

/** @typedef {v.InferOutput<typeof IDENTITY>} IdentityRules */

const address = v.pipe(
  v.string(),
  v.check((text) => parseAddress(text) !== undefined),
  v.transform((text) => parseAddress(text) ?? text),
);

/** Access's tokens are valid for a day by default. */
const DEFAULT_MAX_TOKEN_AGE_HOURS = 26;

export const IDENTITY = v.strictObject({
  maxTokenAgeHours: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(8760)),
    DEFAULT_MAX_TOKEN_AGE_HOURS,
  ),
  stripTags: v.optional(v.boolean(), false),
  aliases: v.optional(
    v.pipe(
      v.record(address, address),
      // A canonical address is its own: no chain, and so no order of lookups.
      v.check((aliases) => Object.values(aliases).every((to) => !Object.hasOwn(aliases, to))),
    ),
    {},
  ),
});

export const IDENTITY_EXAMPLE =
  '{"maxTokenAgeHours":26,"stripTags":true,"aliases":{"ada.l@example.com":"ada@example.com"}}';

/** @type {IdentityRules} */
export const DEFAULT_IDENTITY = v.parse(IDENTITY, {});
