// One revoke with each client, written as its documentation shows. All of them use Node's `fetch`.

import { CertCentral } from "certcentral-revoke";
import ky from "ky";
import OpenAI from "openai";

/** @typedef {(options: { skipApproval: boolean }) => Promise<unknown>} Revoke resolves to the request's id, or to undefined */

const ORDER = "123456789";
const PATH = `order/certificate/${ORDER}/revoke`;
const KEY = "dummy-key-of-the-bench";
const HEADERS = { "X-DC-DEVKEY": KEY, Accept: "application/json" };
const COMMENT = "INC-4711: key found in a public repository";

/** @param {boolean} skipApproval */
function bodyOf(skipApproval) {
  return { revocation_reason: "superseded", comment: COMMENT, skip_approval: skipApproval };
}

/** @param {string} baseUrl @returns {Record<"ours" | "fetch" | "ky" | "openai", Revoke>} */
export function clients(baseUrl) {
  // The server has no rate windows: the queue of the client admits every call at once.
  const limits = { windows: [/** @type {const} */ ([1_000_000, 1000])], guardMs: 0 };
  const certcentral = new CertCentral({ apiKey: KEY, baseUrl, limits });
  const api = ky.create({ prefixUrl: baseUrl, headers: HEADERS });
  const openai = new OpenAI({ apiKey: KEY, baseURL: baseUrl, defaultHeaders: HEADERS });
  return {
    fetch: async ({ skipApproval }) => {
      const response = await fetch(`${baseUrl}/${PATH}`, {
        method: "PUT",
        headers: { ...HEADERS, "Content-Type": "application/json" },
        body: JSON.stringify(bodyOf(skipApproval)),
      });
      if (!response.ok) throw new Error(`the server responded ${response.status}`);
      return response.status === 204 ? undefined : (await response.json()).id;
    },
    ky: async ({ skipApproval }) => {
      const response = await api.put(PATH, { json: bodyOf(skipApproval) });
      return response.status === 204 ? undefined : /** @type {any} */ (await response.json()).id;
    },
    openai: async ({ skipApproval }) => {
      /** @type {any} */
      const request = await openai.put(`/${PATH}`, { body: bodyOf(skipApproval) });
      return request?.id;
    },
    ours: async ({ skipApproval }) => {
      const revocationReason = "superseded";
      const options = /** @type {const} */ ({ revocationReason, comment: COMMENT, skipApproval });
      const result = await certcentral.revokeOrder(ORDER, options);
      return result.outcome === "requested" ? Number(result.request.id) : undefined;
    },
  };
}
