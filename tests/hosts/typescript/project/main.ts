import {
  CertCentral,
  CertCentralError,
  CoreUnavailableError,
  type Effect,
  RefusedError,
  type RevokeOptions,
} from "certcentral-revoke";
import * as inline from "certcentral-revoke/inline";
import { story } from "./story.js";

const baseUrl = process.argv[2] ?? "";
const names = { CertCentral, CertCentralError, CoreUnavailableError, RefusedError };

/** Never called: the compiler has to see what a result is only after asking for its outcome. */
export async function typed(certcentral: CertCentral, options: RevokeOptions): Promise<Effect> {
  try {
    const result = await certcentral.revokeOrder(1n, options, { timeoutMs: 1000 });
    // @ts-expect-error a revocation that is done has no request
    result.request;
    if (result.outcome === "requested") result.request.id satisfies string;
    // @ts-expect-error there is no such reason
    await certcentral.revokeOrder("1", { revocationReason: "bored" });
    return new inline.CertCentral({ region: "eu" }) && "none";
  } catch (error) {
    if (error instanceof CertCentralError) return error.effect;
    throw error;
  }
}

console.log(JSON.stringify(await story(names, { baseUrl, apiKey: "sandbox-admin-key" })));
