// The orders of a run, page by page as they come into sight. What is far from sight is forgotten, so that a list of any length
// takes no more room than a short one.

import { signal } from "@preact/signals";
import type { RunOrder, RunOrders, StateName } from "certcentral-revoke/mass";
import { messageOf } from "../app/calls";
import { read } from "../app/gateway";
import { pathOf } from "./jobs";

const PAGE = 100;
/** So many pages are kept. */
const KEPT = 8;

interface Kept {
  rows: readonly RunOrder[];
  /** Of which look it is. */
  look: number;
}

/** The orders of one run in these states. */
export class Pages {
  readonly total = signal<number | undefined>(undefined);
  readonly fault = signal("");
  /** Grows whenever rows came in. */
  readonly news = signal(0);
  readonly #path: string;
  readonly #pages = new Map<number, Kept>();
  readonly #asked = new Set<number>();
  #sight: readonly number[] = [0];
  #look = 0;
  #waits = false;

  /** The orders come as their states do. */
  constructor(id: string, states: readonly StateName[]) {
    this.#path = `${pathOf(id)}/orders?state=${states.join(",")}&limit=${PAGE}`;
  }

  /** The order at a place, if it is known. */
  at(place: number): RunOrder | undefined {
    return this.#pages.get(Math.floor(place / PAGE))?.rows[place % PAGE];
  }

  /** These rows are in sight now. */
  show(from: number, to: number) {
    const first = Math.floor(from / PAGE);
    const last = Math.floor(Math.max(from, to - 1) / PAGE);
    this.#sight = Array.from({ length: last - first + 1 }, (_, nth) => first + nth);
    this.#soon();
  }

  /** The run has gone on: what is in sight is read again. */
  refresh() {
    this.#look++;
    this.#soon();
  }

  /** Who scrolls past a thousand pages needs only the last. */
  #soon() {
    if (this.#waits) return;
    this.#waits = true;
    setTimeout(() => {
      this.#waits = false;
      for (const page of this.#sight) this.#read(page);
    }, 60);
  }

  async #read(page: number) {
    const look = this.#look;
    if (this.#asked.has(page) || this.#pages.get(page)?.look === look) return;
    this.#asked.add(page);
    try {
      const { total, rows } = await read<RunOrders>(`${this.#path}&offset=${page * PAGE}`);
      this.#keep(page, { rows, look });
      this.total.value = total;
      this.fault.value = "";
    } catch (error) {
      this.fault.value = messageOf(error);
    } finally {
      this.#asked.delete(page);
    }
  }

  #keep(page: number, kept: Kept) {
    this.#pages.delete(page);
    this.#pages.set(page, kept);
    const far = [...this.#pages.keys()].filter((one) => !this.#sight.includes(one));
    for (const one of far.slice(0, Math.max(0, this.#pages.size - KEPT))) this.#pages.delete(one);
    this.news.value++;
  }
}
