// What the record says of a change: before it is sent, and after.

/** @typedef {import("../audit/chain.js").Entry} Entry */
/** @typedef {import("../upstream/account-client.js").From} From */

/**
 * @typedef {object} Change a call that changes something, read
 * @property {"revoke-order" | "revoke-certificate" | "decide-request"} action
 * @property {"order" | "certificate" | "request"} kind
 * @property {string} id of that order, certificate or request
 * @property {Record<string, any>} body
 */

/** @type {Array<[RegExp, Change["action"], Change["kind"]]>} */
const CHANGES = [
  [/^\/order\/certificate\/(\w+)\/revoke$/, "revoke-order", "order"],
  [/^\/certificate\/(\w+)\/revoke$/, "revoke-certificate", "certificate"],
  [/^\/request\/(\w+)\/status$/, "decide-request", "request"],
];

/** @param {import("../upstream/account-client.js").Call} call @returns {Change} */
export function changeOf({ path, body = "{}" }) {
  for (const [form, action, kind] of CHANGES) {
    const [, id] = form.exec(path) ?? [];
    if (id !== undefined) return { action, kind, id, body: JSON.parse(body) };
  }
  throw new TypeError("a change that the record has no word for");
}

/** @param {Change} change @param {From} from @param {Entry["target"]} [target] where more is known of it @returns {Entry} */
export function intentOf({ action, kind, id, body }, { actor, origin }, target = { [kind]: id }) {
  return { actor: { id: actor.id, how: actor.how }, action, target, details: body, origin };
}

/** @param {Entry} intent @param {import("./change-result.js").Told} told @returns {Entry} */
export function answerOf({ actor, action, target = {} }, told) {
  const { answer, outcome, effect, proof, details } = told;
  return {
    actor,
    action: `${action}-answer`,
    target,
    answer: { status: answer.status, outcome, ...(effect ? { effect } : {}) },
    ...(details ? { details } : {}),
    ...(proof ? { proof } : {}),
  };
}
