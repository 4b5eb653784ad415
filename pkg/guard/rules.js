// The approval rules. Each function passes its input to the core as JSON, and reads the result.

import { createGlue } from "../dist/wasm/gateway/glue.js";
import { host } from "../host.js";
import { guarded, Running } from "../instance.js";
import { sha256 } from "../sha256.js";

/** @import { Loader } from "../instance.js" */
/** @import { Source } from "../load.js" */
/** @import { Glue } from "../dist/wasm/gateway/glue.js" */
/** @import * as Guard from "./index.js" */
/** @typedef {(input: string, host: unknown) => string} Rule a rule of the core: JSON in, JSON out */

const running = new Running(createGlue, "certcentral-revoke/guard");

/** Each entry names its way to the module. @param {Loader} own */
export const useLoader = (own) => running.useLoader(own);

/** Loads the module, once. @param {Source} [source] */
export const init = (source) => running.init(source);

/** @type {typeof Guard.samePerson} */
export const samePerson = (one, other) => apply((glue) => glue.samePerson, [one, other]);

/** @type {typeof Guard.normalizeAddress} */
export const normalizeAddress = (address, options = {}) =>
  apply((glue) => glue.normalizeAddress, [address, options]) ?? undefined;

/** @type {typeof Guard.approvalDemand} */
export const approvalDemand = (input) => apply((glue) => glue.approvalDemand, input);

/** @type {typeof Guard.quorumOf} */
export const quorumOf = (policy) => apply((glue) => glue.quorumOf, policy);

/** @type {typeof Guard.decideProposal} */
export const decideProposal = (input) => apply((glue) => glue.decideProposal, input);

/** @type {typeof Guard.decideRequest} */
export const decideRequest = (input) => apply((glue) => glue.decideRequest, input);

/** @type {typeof Guard.checkRevocationLimit} */
export const checkRevocationLimit = (input) => apply((glue) => glue.checkRevocationLimit, input);

/** @type {typeof Guard.isHeld} */
export const isHeld = (hold, nowUnixMs) => apply((glue) => glue.isHeld, { hold, nowUnixMs });

/** @type {typeof Guard.checkHolds} */
export const checkHolds = (input) => apply((glue) => glue.checkHolds, input);

/** @type {typeof Guard.setHold} */
export const setHold = (input) => apply((glue) => glue.setHold, input);

/** @type {typeof Guard.liftHold} */
export const liftHold = (input) => apply((glue) => glue.liftHold, input);

/** @type {typeof Guard.canonicalBinding} */
export const canonicalBinding = (binding) => apply((glue) => glue.canonicalBinding, binding);

/** @type {typeof Guard.hashBinding} */
export const hashBinding = async (binding) => sha256(canonicalBinding(binding));

/** @type {typeof Guard.checkPlanAge} */
export const checkPlanAge = ({ planMinutes, ...plan }) =>
  apply((glue) => glue.checkPlanAge, { ...plan, validMs: Math.ceil(planMinutes * 60_000) });

/** @type {typeof Guard.compareFigures} */
export const compareFigures = (planned, recounted) =>
  apply((glue) => glue.compareFigures, { planned, recounted });

/** @type {typeof Guard.freeze} */
export const freeze = (input) => apply((glue) => glue.freeze, input);

/** @type {typeof Guard.releaseFreeze} */
export const releaseFreeze = (input) => apply((glue) => glue.releaseFreeze, input);

/** @param {(glue: Glue) => Rule} rule @param {unknown} input @returns {any} */
function apply(rule, input) {
  const text = textOf(input);
  return JSON.parse(guarded(running.current(), false, (glue) => rule(glue)(text, host)));
}

/** Returns the input as JSON. A value that has none becomes a text that no rule accepts. @param {unknown} input */
function textOf(input) {
  try {
    return JSON.stringify(input) ?? "";
  } catch {
    return "";
  }
}
