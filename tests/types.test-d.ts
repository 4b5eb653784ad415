// Compiled, never run: what must compile does, and what must not does not.

import {
  buildRevokeOrder,
  CertCentral,
  type Outcome,
  parseRevokeResponse,
  UnknownOutcomeError,
} from "certcentral-revoke";

export function told(result: Outcome): string {
  switch (result.outcome) {
    case "revoked":
      return "revoked";
    case "requested":
      return `waits as request ${result.request.id}, ${result.request.status}`;
    default:
      return result satisfies never;
  }
}

export async function calls() {
  const client = new CertCentral({ apiKey: "k", region: "eu" });
  const result = await client.revokeOrder(
    1n,
    { revocationReason: "keyCompromise", skipApproval: true },
    { timeoutMs: 5 },
  );
  // @ts-expect-error a request is there only if one was made
  result.request.id;
  // @ts-expect-error not one of the five
  client.revokeOrder(1, { revocationReason: "key_compromise" });
  // @ts-expect-error a typo
  client.revokeOrder(1, { skipAproval: true });
  // @ts-expect-error not a truth value
  client.revokeOrder(1, { skipApproval: "true" });
  // @ts-expect-error not an id
  client.revokeOrder({ id: 1 });
  // @ts-expect-error no settings
  new CertCentral();
  // @ts-expect-error not a region
  new CertCentral({ apiKey: "k", region: "asia" });
  const built = buildRevokeOrder("1");
  built.method satisfies "GET" | "PUT";
  parseRevokeResponse({ status: 204 }) satisfies Outcome;
  return told(result);
}

export function tell(error: unknown) {
  if (error instanceof UnknownOutcomeError) {
    // @ts-expect-error not a problem that there is
    return error.problem === "sunspots";
  }
  return false;
}
