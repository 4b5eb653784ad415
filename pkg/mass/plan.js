// A plan, and a plan in progress.

import { awaited, guarded } from "../instance.js";
import { core } from "./core.js";
import { massHost } from "./host.js";

/** @import { Core } from "./core.js" */
/** @import { Plan as CorePlan, PlanInProgress as CorePlanInProgress } from "../dist/wasm/mass/glue.js" */
/** @import { PlanFigures, PlanOrderPage } from "./types.js" */

/** A plan only sends reads. */
const NOTHING_SENT = { sent: false };

/** A plan in progress. It only advances within ticks. */
export class PlanInProgress {
  #core;
  #inProgress;

  /** @param {Core} core @param {CorePlanInProgress} inProgress */
  constructor(core, inProgress) {
    this.#core = core;
    this.#inProgress = inProgress;
  }

  /** @param {unknown} [limits] @returns {Promise<{ plan: ReturnType<typeof planOf> } | { plan?: undefined, nextTickMs: number }>} */
  async tick(limits) {
    const { plan, nextTickMs } = await awaited(this.#core, NOTHING_SENT, () =>
      this.#inProgress.tick(limits),
    );
    return plan === undefined ? { nextTickMs } : { plan: planOf(this.#core, plan) };
  }

  /** Ends the plan. A response in flight is ignored. */
  close() {
    if (!this.#core.dead) guarded(this.#core, false, () => this.#inProgress.close());
  }
}

/** Restores a plan from its text. @param {unknown} text */
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
function planOf(core, plan) {
  const { text, canonical, digest, figures } = guarded(core, false, () => {
    const { text, canonical, digest } = plan;
    return { text, canonical, digest, figures: /** @type {PlanFigures} */ (plan.figures) };
  });
  plan.free();
  return Object.freeze({
    ...figures,
    meetsDeadline: figures.shortfall === null,
    digest,
    canonical,
    text,
  });
}
