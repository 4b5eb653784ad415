// Type tests of bulk revocation: compiled by `tsc -p .`, never run. The project sets `exactOptionalPropertyTypes`.

import {
  InvalidListError,
  type Journal,
  JournalError,
  type List,
  MassRevocation,
  type MassSettings,
  memoryJournal,
  type Plan,
} from "certcentral-revoke/mass";

declare const env: { KEY?: string };
declare const maybe: {
  text: string | undefined;
  flag: boolean | undefined;
  count: number | undefined;
};

export function construction() {
  // @ts-expect-error error objects are created by the client
  new InvalidListError("nope");
  new JournalError("the journal cannot be written", new Error("disk full"));
}

export async function bulk(list: List, plan: Plan, journal: Journal, shared: MassSettings) {
  const mass = new MassRevocation({ apiKey: env.KEY, maxInFlight: maybe.count, limits: undefined });
  new MassRevocation({
    ...shared,
    retry: { reads: maybe.count },
    rateLimiter: undefined,
    send: undefined,
  });
  // @ts-expect-error a run always reconciles
  new MassRevocation({ apiKey: "k", retry: false });
  // @ts-expect-error neither apiKey nor baseUrl
  new MassRevocation({});
  // @ts-expect-error region and baseUrl exclude each other
  new MassRevocation({ region: "eu", baseUrl: "/services/v2" });
  // @ts-expect-error a run has no deadlineMs
  new MassRevocation({ apiKey: "k", deadlineMs: 5 });
  await mass.plan(list, { comment: maybe.text, deadline: maybe.text, holds: undefined });
  // @ts-expect-error a number is not a deadline
  await mass.plan(list, { deadline: 24 });
  await mass.plan(list, {}, { signal: undefined, onProgress: undefined });
  await mass.start(plan, { journal, confirm: 1, name: maybe.text, signal: undefined });
  // @ts-expect-error journal is required
  await mass.start(plan, { confirm: 1 });
  // @ts-expect-error confirm is required
  await mass.start(plan, { journal });
  // @ts-expect-error confirm is a number
  await mass.start(plan, { journal, confirm: "1" });
  // @ts-expect-error options are required
  await mass.start(plan);
  const run = await mass.resume(memoryJournal(), { byTicks: maybe.flag });
  await run.tick({ maxCalls: maybe.count, maxWaitMs: undefined });
  run.orders({ states: undefined, limit: maybe.count });
}
