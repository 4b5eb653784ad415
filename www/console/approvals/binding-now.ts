// What an approval would bind now. The gateway refuses an approval if it is not what was proposed; this shows the difference.

import { connection } from "../app/connection";
import { GatewayError, getJson } from "../app/gateway";
import type { Hold } from "../holds/types";
import { pathOf } from "../jobs/jobs";
import type { Job } from "../jobs/types";
import type { Proposal, StoredBinding } from "./types";

/** Returns `undefined` if it could not be read. */
export async function bindingNow({
  kind,
  target,
  binding,
}: Proposal): Promise<StoredBinding | undefined> {
  try {
    switch (kind) {
      case "order":
        return { ...binding, ...(await certificatesOf(target.order ?? "")) };
      case "job":
        return { ...binding, ...(await planOf(target.job ?? "")) };
      case "hold-lift":
        return { ...binding, hold: await holdOf(target.order ?? "") };
      case "certificate":
        return binding;
      default:
        return kind satisfies never;
    }
  } catch {
    return undefined;
  }
}

async function certificatesOf(orderId: string) {
  const { certcentral } = await connection;
  const { certificates, warnings } = await certcentral.orders.certificates(orderId);
  const ids = certificates.map(({ id, serialNumber }) => id ?? serialNumber ?? "unnamed");
  const areListsRead = !warnings.some((warning) => warning.endsWith("-not-read"));
  return { certificates: ids, isWhole: areListsRead && !ids.includes("unnamed") };
}

async function planOf(id: string): Promise<Partial<StoredBinding>> {
  const job = await getJson<Job>(pathOf(id)).catch((error: unknown) => {
    if (error instanceof GatewayError && error.status === 404) return undefined;
    throw error;
  });
  const { plan, plannedAt, figures, settings = {} } = job ?? {};
  if (!plan || plannedAt === undefined || !figures) return { job: null };
  return {
    job: { id, digest: plan.digest, plannedUnixMs: plannedAt, figures },
    byReason: plan.totals.byReason,
    skipApproval: settings.skipApproval ?? false,
    comment: settings.comment ?? null,
    deadlineUnixMs: settings.deadline ?? null,
  };
}

async function holdOf(orderId: string): Promise<StoredBinding["hold"]> {
  const { holds } = await getJson<{ holds: Hold[] }>("/console/holds");
  const hold = holds.find((one) => one.orderId === orderId);
  if (!hold) return null;
  const { reason, by, time, ends = null, ticket = null } = hold;
  const owner = { kind: "person", address: by } as const;
  return { orderId, reason, owner, setUnixMs: time, endsUnixMs: ends, ticket };
}
