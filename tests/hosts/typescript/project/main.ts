import {
  CertCentral,
  CertCentralError,
  CoreUnavailableError,
  type Effect,
  RefusedError,
  type RevokeOptions,
} from "certcentral-revoke";
import * as inline from "certcentral-revoke/inline";
import { type MassRevocation, memoryJournal, type Plan, readList } from "certcentral-revoke/mass";
import { fileJournal } from "certcentral-revoke/mass/file";
import { scenario } from "./scenario.js";

const baseUrl = process.argv[2] ?? "";
const names = { CertCentral, CertCentralError, CoreUnavailableError, RefusedError };

/** Never called: the compiler must narrow a result by its outcome. */
export async function typed(certcentral: CertCentral, options: RevokeOptions): Promise<Effect> {
  try {
    const result = await certcentral.revokeOrder(1n, options, { timeoutMs: 1000 });
    // @ts-expect-error a revocation that is done has no request
    result.request;
    if (result.outcome === "requested") result.request.id satisfies string;
    // @ts-expect-error there is no such reason
    await certcentral.revokeOrder("1", { revocationReason: "bored" });
    // @ts-expect-error DigiCert requires an API key
    new inline.CertCentral({ region: "eu" });
    return new inline.CertCentral({ apiKey: "key", region: "eu" }) && "none";
  } catch (error) {
    if (error instanceof CertCentralError) return error.effect;
    throw error;
  }
}

/** Never called: the compiler must require the arguments of a run. */
export async function typedRun(mass: MassRevocation): Promise<number> {
  const plan: Plan = await mass.plan(await readList("7"), {
    deadline: new Date(),
    holds: { 8: "why" },
  });
  // @ts-expect-error a run needs a journal
  await mass.start(plan, { confirm: plan.totals.send });
  const run = await mass.start(plan, { journal: fileJournal("x"), confirm: plan.totals.send });
  for await (const { to, orderId } of run) if (to === "unknown") await run.hold(orderId, "why");
  const { status } = await run.finished;
  if (status.state === "stopped") return status.message.length;
  return (await mass.resume(memoryJournal())).report().summary.counts.revoked.accepted;
}

console.log(JSON.stringify(await scenario(names, { baseUrl, apiKey: "sandbox-admin-key" })));
