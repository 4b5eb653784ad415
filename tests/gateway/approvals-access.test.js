// Who may approve, with tokens of Cloudflare Access on workerd: people and not service tokens, and one person once, whatever the
// spelling of the address.

import assert from "node:assert/strict";
import { test } from "node:test";
import { startLocal } from "../../www/gateway/local/local.js";
import {
  AUDIENCE,
  CERTS,
  claimsOf,
  HEADER,
  newAccess,
  signed,
  TEAM,
} from "../support/access-tokens.js";
import { CANARY } from "../support/client.js";

const BASE = "https://ca.example/services/v2";
const ORDER = "/services/v2/order/certificate/7";

/** Each person has a subject of their own. @param {string} email */
const personOf = (email) => ({ ...claimsOf(email), sub: `sub-of-${email}` });

/** A gateway in front of a CertCentral with order 7, which has three certificates. @param {Record<string, unknown>} rules @param {import("node:test").TestContext} t */
async function start(rules, t) {
  const access = await newAccess();
  /** @type {string[]} */
  const puts = [];
  const certificate = (/** @type {number} */ id) => ({ id, serial_number: `0A${id}` });
  const variables = {
    ...{ ACCESS_TEAM_DOMAIN: TEAM, ACCESS_AUD: AUDIENCE },
    ...Object.fromEntries(
      Object.entries({
        TWO_PERSON: { certificates: 2 },
        IDENTITY: { stripTags: true },
        ROLES: {
          admin: [
            ...["ada@example.com", "ada+1@example.com", "alex@example.com"].map((is) => ({
              ...{ claim: "email", is },
            })),
          ],
          approver: [{ claim: "common_name", is: "robot.access" }],
        },
        ...rules,
      }).map(([name, value]) => [name, JSON.stringify(value)]),
    ),
  };
  const local = await startLocal({
    ...{ key: CANARY, upstream: BASE, people: null, variables },
    outbound: async ({ url, method }) => {
      const { Response } = await import("miniflare");
      if (url === CERTS) return Response.json({ keys: [access.current.jwk] });
      if (method === "PUT") {
        puts.push(url);
        return new Response(null, { status: 204 });
      }
      if (url.includes("/duplicate"))
        return Response.json({ certificates: [2, 3].map(certificate) });
      if (url.includes("/reissue")) return Response.json({ certificates: [] });
      return Response.json({ id: 7, status: "issued", certificate: certificate(1) });
    },
  });
  t.after(() => local.close());
  /** @param {Record<string, unknown>} claims @param {string} method @param {string} path @param {object} [body] */
  const send = async (claims, method, path, body) => {
    const token = await signed(access.current, claims);
    const headers = { "content-type": "application/json", "x-dc-devkey": "any", [HEADER]: token };
    const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) };
    const response = await fetch(local.consoleUrl + path, init);
    const text = await response.text();
    const json = text === "" ? undefined : JSON.parse(text);
    return { status: response.status, json, code: json?.errors?.[0]?.code };
  };
  const ada = personOf("ada@example.com");
  const made = await send(ada, "PUT", `${ORDER}/revoke`, { skip_approval: true });
  assert.equal(made.status, 201);
  const { hash } = (await send(ada, "GET", `/console/proposals/${made.json.id}`)).json;
  /** @param {Record<string, unknown>} claims */
  const approve = (claims) =>
    send(claims, "PUT", `/services/v2/request/${made.json.id}/status`, {
      status: "approved",
      hash,
    });
  return { approve, puts };
}
const ROBOT = { ...claimsOf(""), email: undefined, sub: "", common_name: "robot.access" };

test("a service token cannot approve", async (t) => {
  const { approve, puts } = await start({}, t);
  const refused = await approve(ROBOT);
  assert.deepEqual([refused.status, refused.code], [403, "access_denied|not_a_person"]);
  assert.deepEqual(puts, []);
  assert.equal((await approve(personOf("alex@example.com"))).status, 204);
  assert.equal(puts.length, 1);
});

test("a setting lets service tokens approve", async (t) => {
  const { approve } = await start({ DECIDE: { services: true } }, t);
  assert.equal((await approve(ROBOT)).status, 204);
});

test("another spelling of the proposer cannot approve", async (t) => {
  const { approve, puts } = await start({}, t);
  for (const email of ["ADA@example.com", "ada+1@example.com"]) {
    const refused = await approve({ ...claimsOf(email), sub: `other-${email}` });
    assert.deepEqual([refused.status, refused.code], [403, "access_denied|same_person"], email);
  }
  // The same subject of the identity provider with another address.
  const { sub } = personOf("ada@example.com");
  const renamed = await approve({ ...claimsOf("alex@example.com"), sub });
  assert.equal(renamed.code, "access_denied|same_person");
  assert.deepEqual(puts, []);
});
