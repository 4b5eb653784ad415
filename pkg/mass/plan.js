// Plans: one that is being made, and one that is made.

import { awaited, guarded } from "../instance.js";
import { sha256 } from "../sha256.js";
import { core } from "./core.js";
import { massHost } from "./host.js";

/** @import { Core } from "./core.js" */
/** @import { Plan as CorePlan, PlanInProgress as CorePlanInProgress } from "../dist/wasm/mass/glue.js" */
/** @import { PlanFigures, PlanOrderPage } from "./types.js" */

/** A plan only reads. */
const NOTHING_SENT = { sent: false };

/** A plan that is being made: it goes on within ticks. */
export class PlanInProgress {
  #core;
  #making;

  /** @param {Core} core @param {CorePlanInProgress} making */
  constructor(core, making) {
    this.#core = core;
    this.#making = making;
  }

  /** @param {unknown} [limits] @returns {Promise<{ plan: Awaited<ReturnType<typeof planOf>> } | { plan?: undefined, nextTickMs: number }>} */
  async tick(limits) {
    const { plan, nextTickMs } = await awaited(this.#core, NOTHING_SENT, () =>
      this.#making.tick(limits),
    );
    return plan === undefined ? { nextTickMs } : { plan: await planOf(this.#core, plan) };
  }

  /** Ends it. */
  close() {
    if (!this.#core.dead) guarded(this.#core, false, () => this.#making.close());
  }
}

/** A plan again, from its text. @param {unknown} text */
export async function planFrom(text) {
  const instance = await core();
  return planOf(
    instance,
    guarded(instance, false, (glue) => glue.Plan.fromText(text, massHost)),
  );
}

/** A page of the orders of a plan, from its text. @param {unknown} text @param {unknown} [which] @returns {Promise<PlanOrderPage>} */
export async function planOrders(text, which) {
  const instance = await core();
  return guarded(instance, false, (glue) => glue.Plan.orders(text, which, massHost));
}

/** @param {Core} core @param {CorePlan} plan */
async function planOf(core, plan) {
  const { text, canonical, figures } = guarded(core, false, () => {
    const { text, canonical } = plan;
    return { text, canonical, figures: /** @type {PlanFigures} */ (plan.figures) };
  });
  plan.free();
  const digest = await sha256(canonical);
  return Object.freeze({
    ...figures,
    meetsDeadline: figures.shortfall === null,
    digest,
    canonical,
    text,
  });
}
