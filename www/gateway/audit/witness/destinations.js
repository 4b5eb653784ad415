// The destinations of heads: an R2 bucket, files, an HTTPS endpoint, a time stamp authority. Each publishes a head or throws a
// `WitnessError`, whose message contains neither a response nor a secret.

import { nameOf } from "./settings.js";
import { requestTimestamp } from "./timestamp.js";
import { post, WitnessError } from "./transport.js";

/** @typedef {import("../log.js").Head} Head */
/** @typedef {import("../../worker-env.js").GatewayEnv} GatewayEnv */
/** @typedef {import("./timestamp.js").Receipt} Receipt */
/** @typedef {{ kind: string, name: string, publish: (head: Head) => Promise<Receipt | undefined> }} Witness */

/**
 * @param {import("./settings.js").Destination} destination @param {GatewayEnv} env
 * @returns {Witness}
 */
export function witnessOf(destination, env) {
  const { kind } = destination;
  const name = nameOf(destination);
  switch (kind) {
    case "r2":
      return { kind, name, publish: (head) => putObject(head, env.AUDIT_BUCKET) };
    case "file":
      return { kind, name, publish: (head) => putFile(head, env.AUDIT_FILES) };
    case "https":
      return { kind, name, publish: (head) => postHead(head, destination.url, env) };
    case "rfc3161":
      return { kind, name, publish: (head) => requestTimestamp(head, destination.url) };
  }
}

/** The name of a head's object. It contains the hash, so that a head never replaces another one. @param {Head} head */
export const objectName = ({ log, last, hash }) =>
  `${log}/${String(last).padStart(12, "0")}-${hash.slice(0, 16)}.json`;

/** Never overwrites: a bucket lock would refuse it. @param {Head} head @param {GatewayEnv["AUDIT_BUCKET"]} bucket */
async function putObject(head, bucket) {
  try {
    await bucket?.put(objectName(head), `${head.line}\n`, {
      onlyIf: new Headers({ "if-none-match": "*" }),
      httpMetadata: { contentType: "application/json" },
    });
  } catch {
    throw new WitnessError("the bucket does not accept the object");
  }
  return undefined;
}

/** @param {Head} head @param {GatewayEnv["AUDIT_FILES"]} files */
async function putFile(head, files) {
  const response = await files?.fetch(`http://files/${objectName(head)}`, {
    method: "PUT",
    body: `${head.line}\n`,
  });
  if (!response?.ok) throw new WitnessError("the file cannot be written");
  return undefined;
}

/** The head carries the gateway's signature. @param {Head} head @param {string} url @param {GatewayEnv} env */
async function postHead(head, url, { AUDIT_WITNESS_TOKEN: token }) {
  const headers = {
    "content-type": "application/json",
    ...(token ? { authorization: `Bearer ${token}` } : {}),
  };
  await post(url, headers, `${head.line}\n`);
  return undefined;
}
