// The calls of a round, as functions that make a few calls of a client each. A new scenario is a new function in the table.

/** @import { Stage } from "./stage.js" */

/** The options of a call, which may end it early. @param {Stage} stage */
function callOptions({ choose }) {
  if (choose.chance(0.15)) return { timeoutMs: 1 + choose.below(20) };
  if (choose.chance(0.1)) return { deadlineMs: 1 + choose.below(40) };
  if (choose.chance(0.1)) return { priority: "bulk" };
  if (choose.chance(0.2)) {
    const controller = new AbortController();
    const reason = choose.one([undefined, "text", new Error("the caller aborts")]);
    setTimeout(() => controller.abort(reason), choose.below(12));
    return { signal: controller.signal };
  }
  return undefined;
}

/** @type {Array<(stage: Stage) => void>} */
export const SCENARIOS = [
  revoke,
  revoke,
  revoke,
  twice,
  certificate,
  decide,
  read,
  read,
  list,
  wait,
  offline,
  invalid,
  short,
];

/** @param {Stage} stage */
function revoke(stage) {
  const id = stage.nextId();
  const options = callOptions(stage);
  stage.track(
    "revokeOrder",
    (comment) => stage.client.revokeOrder(id, { comment, skipApproval: true }, options),
    true,
  );
}

/** The same order twice at once: the second call must not send. @param {Stage} stage */
function twice(stage) {
  const id = stage.nextId();
  const start = (/** @type {string} */ comment) => stage.client.revokeOrder(id, { comment });
  stage.track("the first of two", start, true);
  stage.track("the second of two", start, true);
}

/** @param {Stage} stage */
function certificate(stage) {
  const id = stage.nextId();
  const options = callOptions(stage);
  stage.track(
    "revokeCertificate",
    (comment) => stage.client.revokeCertificate(id, { comment }, options),
    true,
  );
}

/** @param {Stage} stage */
function decide(stage) {
  const id = stage.nextId();
  const method = stage.choose.one(["approve", "reject"]);
  const options = callOptions(stage);
  stage.track(
    method,
    (comment) => stage.client.requests[method](id, { processorComment: comment }, options),
    true,
  );
}

/** @param {Stage} stage */
function read(stage) {
  const { client, choose } = stage;
  const id = stage.nextId();
  const options = callOptions(stage);
  const [name, start] = choose.one([
    ["me", () => client.me(options)],
    ["orders.get", () => client.orders.get(id, options)],
    ["orders.certificates", () => client.orders.certificates(id, options)],
    ["requests.get", () => client.requests.get(id, options)],
  ]);
  stage.track(/** @type {string} */ (name), /** @type {() => Promise<unknown>} */ (start));
}

/** @param {Stage} stage */
function list(stage) {
  const { client, choose } = stage;
  const { list } = choose.one([client.orders, client.requests]);
  const options = callOptions(stage);
  if (choose.chance(0.5)) stage.track("list", () => list({ limit: 1 }, options));
  else
    stage.track("list of all pages", async () => {
      const rows = [];
      for await (const row of list({ limit: 1 }, options)) rows.push(row);
      return rows;
    });
}

/** @param {Stage} stage */
function wait(stage) {
  const { client, choose } = stage;
  const id = stage.nextId();
  const target = choose.one([{ orderId: id }, { requestId: id }, { orderIds: [id, id + 1] }]);
  const call = { ...callOptions(stage), deadlineMs: 60 + choose.below(60) };
  stage.track("revocations.wait", () => client.revocations.wait(target, { pollMs: 50 }, call));
}

/** @param {Stage} stage */
function offline({ module, choose, track }) {
  if (choose.chance(0.5))
    track("buildRevokeOrder", () => module.buildRevokeOrder(1, { comment: "é" }));
  else track("parseRevokeResponse", () => module.parseRevokeResponse({ status: 204 }));
}

/** Input that calls the core while the core reads it, and invalid input. @param {Stage} stage */
function invalid(stage) {
  const { client, module, choose } = stage;
  if (choose.chance(0.4)) {
    const options = {
      get comment() {
        module.buildRevokeOrder(1);
        return undefined;
      },
    };
    stage.track("options that enter the core", () => client.orders.get(stage.nextId(), options));
    stage.track("invalid options that enter the core", () => client.me(options));
    return;
  }
  stage.track("invalid input", () => client.revokeOrder(0, { reason: 1 }));
  stage.track("a Promise as options", () => client.revokeOrder(1, Promise.resolve({})));
}

/** A client that makes one call and is then garbage. @param {Stage} stage */
function short(stage) {
  stage.track("the constructor", () => stage.newClient().me());
  stage.track("a client released during its call", () =>
    stage.newClient().orders.get(stage.nextId()),
  );
}
