// Passes the same values in the parameters of the bulk API. It does not know the meaning of a value, so it checks only that a
// value is used or rejected by name, that a Promise is rejected with the fix, and that no write is sent.

import { KEY, KINDS } from "./values.js";

const READ = /^source|^journal of readJournal/;
const HANGS_MS = 10_000;
const FIELDS = {
  settings: [
    "apiKey",
    "baseUrl",
    "fetch",
    "limits",
    "retry",
    "confirmIntervalMs",
    "confirmRounds",
    "timeoutMs",
  ],
  plan: ["revocationReason", "comment", "skipApproval", "deadline", "holds"],
  start: ["journal", "confirm", "name", "signal", "byTicks"],
  resume: ["signal", "byTicks"],
};

/** @param {any} mass the bulk module @returns {Promise<{ cells: number, faults: string[] }>} */
export async function runBulkMatrix(mass) {
  /** @type {string[]} */
  const faults = [];
  let cells = 0;
  let writes = 0;
  const fetch = async (/** @type {string} */ url, /** @type {any} */ { method }) => {
    writes += method === "PUT" ? 1 : 0;
    const [, id] = /\/order\/certificate\/(\d+)$/.exec(new URL(url).pathname) ?? [];
    return Response.json(id ? { id, status: "issued" } : { orders: [], page: { total: 0 } });
  };
  const settings = { apiKey: KEY, fetch };
  const client = () => new mass.MassRevocation(settings);
  const list = await mass.readList("7\n8\n");
  const plan = await client().plan(list, { skipApproval: true });
  const journal = () => mass.memoryJournal();
  // A wrong number, so that no run starts.
  const start = () => ({ journal: journal(), confirm: 99 });

  /** @type {Array<[name: string, act: (value: any) => any, field?: string]>} */
  const places = [
    ["settings", (value) => new mass.MassRevocation(value).plan(list), "apiKey"],
    ["source", (value) => mass.readList(value)],
    ["list", (value) => client().plan(value)],
    ["options of plan", (value) => client().plan(list, value), "comment"],
    ["call of plan", (value) => client().plan(list, {}, value), "signal"],
    ["plan of rehearse", (value) => client().rehearse(value)],
    ["options of rehearse", (value) => client().rehearse(plan, value), "signal"],
    ["plan of start", (value) => client().start(value, start())],
    ["options of start", (value) => client().start(plan, value), "confirm"],
    ["journal of resume", (value) => client().resume(value)],
    ["options of resume", (value) => client().resume(journal(), value), "byTicks"],
    ["text of planFrom", (value) => mass.planFrom(value)],
    ["text of planOrders", (value) => mass.planOrders(value)],
    ["which of planOrders", (value) => mass.planOrders(plan.text, value), "offset"],
    ["journal of readJournal", (value) => mass.readJournal(value)],
    ...FIELDS.settings.map(
      (field) =>
        /** @type {any} */ ([
          `settings.${field}`,
          (/** @type {any} */ value) =>
            new mass.MassRevocation({ ...settings, [field]: value }).rehearse(plan),
        ]),
    ),
    ...FIELDS.plan.map(
      (field) =>
        /** @type {any} */ ([
          `plan.${field}`,
          (/** @type {any} */ value) => client().plan(list, { [field]: value }),
        ]),
    ),
    ...FIELDS.start.map(
      (field) =>
        /** @type {any} */ ([
          `start.${field}`,
          (/** @type {any} */ value) => client().start(plan, { ...start(), [field]: value }),
        ]),
    ),
    ...FIELDS.resume.map(
      (field) =>
        /** @type {any} */ ([
          `resume.${field}`,
          (/** @type {any} */ value) => client().resume(journal(), { [field]: value }),
        ]),
    ),
  ];
  for (const [place, act, field = "comment"] of places) {
    for (const kind of KINDS) {
      // An array with four billion holes takes too long to read as a journal.
      if (kind.asGetter || (kind.name.includes("holes") && place.includes("ournal"))) continue;
      cells += 1;
      const value = kind.make(field, field === "confirm" ? 99 : "x", () => {});
      const what = `${kind.name} as ${place}`;
      /** @type {any} */
      let watchdog;
      const hangs = new Promise((done) => {
        watchdog = setTimeout(done, HANGS_MS, "hangs");
      });
      const ended = (async () => act(value))().then(
        () => undefined,
        (error) => error ?? new Error("nothing was thrown"),
      );
      const error = /** @type {any} */ (await Promise.race([ended, hangs]));
      clearTimeout(watchdog);
      if (error === "hangs") faults.push(`${what} hangs`);
      // A source may throw its own error while it is read.
      else if (/a trap|a getter|has been revoked/.test(error?.message) && READ.test(place))
        continue;
      else if (error && !(error instanceof mass.CertCentralError))
        faults.push(`${what} throws ${error.stack}`);
      else if (error?.code === "core-crashed")
        faults.push(`${what} crashes: ${error.cause?.stack}`);
      else if (kind.name === "Promise" && !/await/.test(error?.message))
        faults.push(`${what}: the fix is not named: ${error?.message}`);
      if (
        `${error?.message}${JSON.stringify(error)}`.includes(KEY) &&
        !/source|text|list/.test(place)
      )
        faults.push(`${what} shows the API key`);
    }
  }
  if (writes > 0) faults.push(`${writes} writes were sent`);
  return { cells, faults };
}
