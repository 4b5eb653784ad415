// The gateway's two-person approvals. They are decided like requests of CertCentral (decide.ts).

import { signal } from "@preact/signals";
import { getJson } from "../app/gateway";
import { messageOf } from "../shared/error-messages";
import type { Proposal } from "./types";

type Proposals =
  | { state: "reading" }
  | { state: "read"; list: readonly Proposal[] }
  | { state: "failed"; message: string };

/** Two-person approvals have ids above every id of DigiCert. */
const MIN_PROPOSAL_ID = 9_000_000_000_000_000;

export const proposals = signal<Proposals>({ state: "reading" });

export const isProposal = (requestId: string | undefined) => Number(requestId) >= MIN_PROPOSAL_ID;

export function findProposal(requestId: string): Proposal | undefined {
  const now = proposals.value;
  return now.state === "read" ? now.list.find(({ id }) => id === requestId) : undefined;
}

let latest = 0;

/** Reads all two-person approvals. Of two concurrent reads the later one is used. */
export async function readProposals() {
  const own = ++latest;
  let next: Proposals;
  try {
    const { proposals: list } = await getJson<{ proposals: Proposal[] }>("/console/proposals");
    next = { state: "read", list: list.map((item) => ({ ...item, id: String(item.id) })) };
  } catch (error) {
    next = { state: "failed", message: messageOf(error) };
  }
  if (own === latest) proposals.value = next;
}
