// The orders of a run, loaded page by page as they become visible. Distant pages are discarded, so that memory does not grow
// with the list.

import { signal } from "@preact/signals";
import type { RunOrder, RunOrders, StateName } from "certcentral-revoke/mass";
import { getJson } from "../app/gateway";
import { messageOf } from "../shared/error-messages";
import { pathOf } from "./jobs";

const PAGE_SIZE = 100;
const MAX_PAGES = 8;
/** Fast scrolling passes many pages. Only those that stay visible for this time are loaded. */
const DELAY_MS = 60;

interface Page {
  rows: readonly RunOrder[];
  /** The revision at which the page was read. */
  revision: number;
}

/** The orders of one run in the given states, sorted in the order of the states. */
export class OrderPages {
  readonly total = signal<number | undefined>(undefined);
  readonly error = signal("");
  /** Increases with every page that arrives. */
  readonly version = signal(0);
  readonly #path: string;
  readonly #pages = new Map<number, Page>();
  readonly #inFlight = new Set<number>();
  #visible: readonly number[] = [0];
  #revision = 0;
  #isScheduled = false;

  constructor(id: string, states: readonly StateName[]) {
    this.#path = `${pathOf(id)}/orders?state=${states.join(",")}&limit=${PAGE_SIZE}`;
  }

  /** The order at an index, if its page is loaded. */
  at(index: number): RunOrder | undefined {
    return this.#pages.get(Math.floor(index / PAGE_SIZE))?.rows[index % PAGE_SIZE];
  }

  /** Sets the visible rows: from `from` up to, but not including, `to`. */
  show(from: number, to: number) {
    const first = Math.floor(from / PAGE_SIZE);
    const last = Math.floor(Math.max(from, to - 1) / PAGE_SIZE);
    this.#visible = Array.from({ length: last - first + 1 }, (_, index) => first + index);
    this.#schedule();
  }

  /** Reads the visible pages again after the run has progressed. */
  refresh() {
    this.#revision++;
    this.#schedule();
  }

  #schedule() {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setTimeout(() => {
      this.#isScheduled = false;
      for (const page of this.#visible) this.#read(page);
    }, DELAY_MS);
  }

  async #read(page: number) {
    const revision = this.#revision;
    if (this.#inFlight.has(page) || this.#pages.get(page)?.revision === revision) return;
    this.#inFlight.add(page);
    try {
      const { total, rows } = await getJson<RunOrders>(`${this.#path}&offset=${page * PAGE_SIZE}`);
      this.#store(page, { rows, revision });
      this.total.value = total;
      this.error.value = "";
    } catch (error) {
      this.error.value = messageOf(error);
    } finally {
      this.#inFlight.delete(page);
    }
  }

  #store(page: number, content: Page) {
    this.#pages.delete(page);
    this.#pages.set(page, content);
    const distant = [...this.#pages.keys()].filter((key) => !this.#visible.includes(key));
    const excess = Math.max(0, this.#pages.size - MAX_PAGES);
    for (const key of distant.slice(0, excess)) this.#pages.delete(key);
    this.version.value++;
  }
}
