// The orders of a two-person approval: page by page, or those that match a search.

import { batch, signal } from "@preact/signals";
import { getJson } from "../app/gateway";
import { onLeave } from "../app/router";
import { messageOf } from "../shared/error-messages";
import { pathOfProposal } from "./proposals";
import type { ProposalOrder } from "./types";

export const PAGE_SIZE = 100;
/** The largest page of the gateway, for a search. */
const SCAN_SIZE = 1000;
/** Matches that a search keeps. */
const MAX_MATCHES = 1000;

export type OrderKind = "all" | "send" | "excluded" | "own-comment";

export interface OrderSearch {
  text: string;
  kind: OrderKind;
}

interface Orders {
  /** All rows without a search, the matches of a search otherwise. */
  total: number;
  rows: readonly ProposalOrder[];
  /** The index of the first row. */
  offset: number;
  /** Whether a search found more than it keeps. */
  isCut?: boolean;
}

type OrdersState =
  | { state: "reading"; done: number }
  | ({ state: "read" } & Orders)
  | { state: "failed"; message: string };

export const NO_SEARCH: OrderSearch = { text: "", kind: "all" };
export const orders = signal<OrdersState>({ state: "reading", done: 0 });
export const orderSearch = signal<OrderSearch>(NO_SEARCH);

let latest = 0;
let matches: readonly ProposalOrder[] = [];
let isCut = false;

/** Shows a page of all orders. */
export const readOrders = (id: string, offset = 0) =>
  read(async () => {
    const page = await getPage(id, offset, PAGE_SIZE);
    return { ...page, offset };
  });

/** Shows the orders that match. The gateway cannot search, so all of them are read. */
export const searchOrders = (id: string, search: OrderSearch) => {
  orderSearch.value = search;
  if (search.text === "" && search.kind === "all") return readOrders(id);
  return read(async (isCurrent) => {
    const found: ProposalOrder[] = [];
    for (let offset = 0; found.length < MAX_MATCHES; offset += SCAN_SIZE) {
      const { total, rows } = await getPage(id, offset, SCAN_SIZE);
      if (!isCurrent()) return undefined;
      found.push(...rows.filter((row) => isMatch(row, search)));
      if (offset + rows.length >= total || rows.length === 0) break;
      orders.value = { state: "reading", done: offset + rows.length };
    }
    matches = found.slice(0, MAX_MATCHES);
    isCut = found.length >= MAX_MATCHES;
    return { total: matches.length, rows: matches.slice(0, PAGE_SIZE), offset: 0, isCut };
  });
};

/** Shows another page, of all orders or of the matches. */
export function turnTo(id: string, offset: number) {
  const { text, kind } = orderSearch.value;
  if (text === "" && kind === "all") return readOrders(id, offset);
  const rows = matches.slice(offset, offset + PAGE_SIZE);
  orders.value = { state: "read", total: matches.length, rows, offset, isCut };
}

async function read(load: (isCurrent: () => boolean) => Promise<Orders | undefined>) {
  const own = ++latest;
  orders.value = { state: "reading", done: 0 };
  let next: OrdersState | undefined;
  try {
    const loaded = await load(() => own === latest);
    next = loaded && { state: "read", ...loaded };
  } catch (error) {
    next = { state: "failed", message: messageOf(error) };
  }
  if (own === latest && next) orders.value = next;
}

const getPage = (id: string, offset: number, limit: number) =>
  getJson<{ total: number; rows: ProposalOrder[] }>(
    `${pathOfProposal(id)}/orders?offset=${offset}&limit=${limit}`,
  );

function isMatch({ orderId, disposition, hasOwnComment }: ProposalOrder, search: OrderSearch) {
  if (!orderId.includes(search.text)) return false;
  switch (search.kind) {
    case "all":
      return true;
    case "send":
      return disposition === "send";
    case "excluded":
      return disposition !== "send";
    case "own-comment":
      return hasOwnComment === true;
    default:
      return search.kind satisfies never;
  }
}

onLeave(() =>
  batch(() => {
    latest++;
    matches = [];
    orderSearch.value = NO_SEARCH;
    orders.value = { state: "reading", done: 0 };
  }),
);
