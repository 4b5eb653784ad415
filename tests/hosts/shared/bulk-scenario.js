// The scenario of the bulk entry in every host: an invalid list, and a list that is planned and revoked. Copied into each
// project.

/**
 * @param {Pick<typeof import("certcentral-revoke/mass"), "MassRevocation" | "readList" | "memoryJournal" | "InvalidListError">} names
 * @param {import("certcentral-revoke/mass").MassSettings} settings
 * @returns {Promise<Record<string, unknown>>} the results
 */
export async function bulkScenario(
  { MassRevocation, readList, memoryJournal, InvalidListError },
  settings,
) {
  const wrong = await readList("order_id\n1e3\n").then(
    () => undefined,
    (/** @type {unknown} */ error) => error,
  );
  const list = await readList("order_id\n123456789\n123456793\n");
  const mass = new MassRevocation({ ...settings, confirmIntervalMs: 100 });
  const plan = await mass.plan(list, { skipApproval: true });
  const run = await mass.start(plan, { journal: memoryJournal(), confirm: plan.totals.send });
  await run.finished;
  const { counts } = run.report().summary;
  return {
    wrong: wrong instanceof InvalidListError ? wrong.rows[0]?.line : String(wrong),
    revoked: counts.revoked.revoked,
    skipped: counts.skipped,
  };
}
