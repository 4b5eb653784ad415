// Two-person approvals: what the gateway keeps back until somebody else approves it. Read and told apart here; decided upon
// like any request (deciding.ts).

import { signal } from "@preact/signals";
import type { RevocationReason } from "certcentral-revoke";
import { messageOf } from "../app/calls";
import { read } from "../app/gateway";

export interface Proposal {
  id: string;
  kind: "order" | "certificate" | "job";
  target: { order?: string; certificate?: string; job?: string };
  orders: number;
  /** `null`: they could not be counted. */
  certificates: number | null;
  /** `false`: there may be more certificates than those. */
  isWhole: boolean;
  reason: RevocationReason;
  comment: string | null;
  skipApproval: boolean;
  /** UTC milliseconds, like every time here. */
  deadline: number | null;
  /** Of the exact set, the reason and the deadline: a change of any of them makes it void. */
  hash: string;
  by: string;
  time: number;
  expires: number;
  status: "pending" | "approved" | "rejected" | "void" | "expired";
  decidedBy?: string;
  decidedAt?: number;
  note?: string;
  /** What came of sending it, once it was approved. */
  outcome?: string;
}

type Proposals =
  | { state: "reading" }
  | { state: "read"; list: readonly Proposal[] }
  | { state: "failed"; message: string };

/** Above any id of DigiCert's. */
const FIRST = 9_000_000_000_000_000;

export const proposals = signal<Proposals>({ state: "reading" });

export const isProposal = (requestId: string | undefined) => Number(requestId) >= FIRST;

export function proposalOf(requestId: string): Proposal | undefined {
  const now = proposals.value;
  return now.state === "read" ? now.list.find(({ id }) => id === requestId) : undefined;
}

let latest = 0;

/** Reads them all; of two readings at once the later one counts. */
export async function readProposals() {
  const mine = ++latest;
  let next: Proposals;
  try {
    const { proposals: list } = await read<{ proposals: Proposal[] }>("/console/proposals");
    next = { state: "read", list: list.map((one) => ({ ...one, id: String(one.id) })) };
  } catch (error) {
    next = { state: "failed", message: messageOf(error) };
  }
  if (mine === latest) proposals.value = next;
}
