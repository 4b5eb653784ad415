// Writes entries when an account wakes under other circumstances than before: other settings, another version of the Worker,
// another API key. The circumstances are compared with those of the last start, which the account stores.

import { sha256Hex } from "../sha256.js";
import { canonical, rulesHash, rulesOf } from "./rules.js";
import { importSigner } from "./signing.js";

/** @typedef {import("../worker-env.js").GatewayEnv} GatewayEnv */
/** @typedef {{ rules: string, settings: Record<string, unknown>, keys: Keys, version: Version | null }} Circumstances */
/** @typedef {{ api: string | null, read: string | null, signing: string | null, production: boolean }} Keys fingerprints, and the id of the signing key */
/** @typedef {{ id: string, tag: string, timestamp: string }} Version of the Worker */

export const SETTINGS_CHANGED = "settings-changed";
const GATEWAY = { id: "gateway", how: "setting" };
const FINGERPRINT_DIGITS = 16;

export class Startup {
  /** @param {import("./schema.js").Sql} sql @param {import("./log.js").AuditLog} auditLog @param {GatewayEnv} env */
  constructor(sql, auditLog, env) {
    this.sql = sql;
    this.auditLog = auditLog;
    this.env = env;
    sql.exec(
      "CREATE TABLE IF NOT EXISTS audit_start (one INTEGER PRIMARY KEY, circumstances TEXT NOT NULL)",
    );
  }

  /** Compares and writes what differs. @returns {Promise<{ api: string | null }>} the fingerprint of the API key */
  async log() {
    const now = await this.#now();
    const before = this.#before();
    await this.#logKeys(before?.keys, now.keys);
    // Retention removes entries. The log always contains the settings in force.
    const isStated = this.auditLog.read({ action: SETTINGS_CHANGED }, { limit: 1 }).length > 0;
    if (!isStated || !before || before.rules !== now.rules || signedDifferently(before, now))
      await this.#append(SETTINGS_CHANGED, {
        rules: now.rules,
        previous: before?.rules ?? null,
        changed: before ? changedNames(before, now) : [],
        settings: now.settings,
        signingKey: now.keys.signing,
        production: now.keys.production,
        ...(now.version ? { version: now.version } : {}),
      });
    else if (canonical(before.version) !== canonical(now.version))
      await this.#append("version-changed", { version: now.version, previous: before.version });
    this.sql.exec("INSERT OR REPLACE INTO audit_start VALUES (1, ?)", JSON.stringify(now));
    return { api: now.keys.api };
  }

  /** @param {Keys | undefined} before @param {Keys} now */
  async #logKeys(before, now) {
    if (!before) return;
    for (const key of /** @type {const} */ (["api", "read"])) {
      if (before[key] === now[key]) continue;
      const details = { key, fingerprint: now[key], previous: before[key] };
      await this.#append("api-key-rotated", details);
    }
  }

  /** @returns {Promise<Circumstances>} */
  async #now() {
    const { env } = this;
    const signing = env.AUDIT_SIGNING_KEY && (await importSigner(env.AUDIT_SIGNING_KEY)).keyId;
    const { id, tag = "", timestamp = "" } = env.VERSION ?? {};
    return {
      rules: await rulesHash(env),
      settings: rulesOf(env),
      keys: {
        api: await this.#fingerprint(env.DIGICERT_API_KEY),
        read: await this.#fingerprint(env.DIGICERT_READ_KEY),
        signing: signing || null,
        production: env.PRODUCTION !== undefined,
      },
      version: id === undefined ? null : { id, tag, timestamp },
    };
  }

  /** @returns {Circumstances | undefined} */
  #before() {
    const [row] = this.sql.exec("SELECT circumstances FROM audit_start").toArray();
    return row && JSON.parse(row.circumstances);
  }

  /** Identifies a key in this log only, without revealing it. @param {string | undefined} key */
  async #fingerprint(key) {
    if (!key) return null;
    const digest = await sha256Hex(`certcentral-key ${this.auditLog.name.log} ${key}`);
    return digest.slice(0, FINGERPRINT_DIGITS);
  }

  /** @param {string} action @param {Record<string, unknown>} details */
  #append(action, details) {
    return this.auditLog.append({ actor: GATEWAY, action, details });
  }
}

/** @param {Circumstances} before @param {Circumstances} now */
function signedDifferently(before, now) {
  return before.keys.signing !== now.keys.signing || before.keys.production !== now.keys.production;
}

/** @param {Circumstances} before @param {Circumstances} now */
function changedNames(before, now) {
  const names = new Set([...Object.keys(before.settings), ...Object.keys(now.settings)]);
  const settings = [...names].filter(
    (name) => canonical(before.settings[name]) !== canonical(now.settings[name]),
  );
  const signing = before.keys.signing === now.keys.signing ? [] : ["AUDIT_SIGNING_KEY"];
  const production = before.keys.production === now.keys.production ? [] : ["PRODUCTION"];
  return [...settings, ...signing, ...production];
}
