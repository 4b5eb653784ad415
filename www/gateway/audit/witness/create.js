// Assembles the publisher of heads from the setting `AUDIT_WITNESS`.

import * as v from "valibot";
import { witnessOf } from "./destinations.js";
import { HeadPublisher } from "./publisher.js";
import { AUDIT_WITNESS } from "./settings.js";

/**
 * @param {import("../schema.js").Sql} sql @param {import("../log.js").AuditLog} auditLog
 * @param {import("../../account/schedule.js").Schedule} schedule @param {import("../../worker-env.js").GatewayEnv} env
 */
export function createPublisher(sql, auditLog, schedule, env) {
  const account = { sql, auditLog, schedule };
  if (env.AUDIT_WITNESS === undefined)
    return new HeadPublisher({ ...account, witnesses: [], everyEntries: 1, everyMinutes: 1 });
  const { to, ...pace } = v.parse(AUDIT_WITNESS, JSON.parse(env.AUDIT_WITNESS));
  const witnesses = to.map((destination) => witnessOf(destination, env));
  return new HeadPublisher({ ...account, ...pace, witnesses });
}
