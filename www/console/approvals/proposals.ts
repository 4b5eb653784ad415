// The gateway's two-person approvals: the list page by page, and the one in view.

import { signal } from "@preact/signals";
import { runCall } from "../app/calls";
import { getJson } from "../app/gateway";
import { navigate } from "../app/router";
import { messageOf } from "../shared/error-messages";
import type { RefusedDecision } from "./changes";
import type { Proposal, ProposalSummary } from "./types";

type Proposals =
  | { state: "reading" }
  | { state: "read"; list: readonly ProposalSummary[]; total: number; pending: number }
  | { state: "failed"; message: string };

/** The two-person approval that was read last. */
type LastRead =
  | { state: "reading"; id: string }
  | { state: "read"; id: string; proposal: Proposal }
  | { state: "failed"; id: string; message: string };

interface Page {
  proposals: ProposalSummary[];
  total: number;
  /** The number of all pending ones. They come first. */
  pending: number;
}

/** Two-person approvals have ids above every id of DigiCert. */
const MIN_PROPOSAL_ID = 9_000_000_000_000_000;
const PAGE_SIZE = 50;

export const proposals = signal<Proposals>({ state: "reading" });
export const lastRead = signal<LastRead>({ state: "reading", id: "" });

export const isProposal = (requestId: string | undefined) => Number(requestId) >= MIN_PROPOSAL_ID;

export const pathOfProposal = (id: string) => `/console/proposals/${encodeURIComponent(id)}`;

/** The two-person approval, if it is the one that was read last. */
export function findProposal(id: string): Proposal | undefined {
  const now = lastRead.value;
  return now.state === "read" && now.id === id ? now.proposal : undefined;
}

let latest = 0;

/** Reads the first page. Of two concurrent reads the later one is used. */
export async function readProposals() {
  const own = ++latest;
  let next: Proposals;
  try {
    const { proposals: list, ...counts } = await readPage(0);
    next = { state: "read", list, ...counts };
  } catch (error) {
    next = { state: "failed", message: messageOf(error) };
  }
  if (own === latest) proposals.value = next;
}

export const loadMoreProposals = () =>
  runCall("reading", async () => {
    const now = proposals.value;
    if (now.state !== "read") return;
    const { proposals: more, ...counts } = await readPage(now.list.length);
    // A new one moves the others to the next page.
    const known = new Set(now.list.map(({ id }) => id));
    const list = [...now.list, ...more.filter(({ id }) => !known.has(id))];
    proposals.value = { state: "read", list, ...counts };
  });

const readPage = (offset: number) =>
  getJson<Page>(`/console/proposals?offset=${offset}&limit=${PAGE_SIZE}`);

let latestOne = 0;

/** Reads everything that an approval of it would agree to. A failure is part of the state. */
export async function readProposal(id: string) {
  const own = ++latestOne;
  if (lastRead.value.id !== id) lastRead.value = { state: "reading", id };
  let next: typeof lastRead.value;
  try {
    next = { state: "read", id, proposal: await getJson<Proposal>(pathOfProposal(id)) };
  } catch (error) {
    next = { state: "failed", id, message: messageOf(error) };
  }
  if (own === latestOne) lastRead.value = next;
}

/** Opens its page. `changed`: why the decision was not carried out. */
export const openProposal = (id: string, changed?: RefusedDecision) =>
  runCall("reading", () => showProposal(id, changed));

export async function showProposal(id: string, changed?: RefusedDecision) {
  await readProposal(id);
  navigate({ name: "proposal", id, ...(changed ? { changed } : {}) });
}
