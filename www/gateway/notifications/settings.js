// The setting WEBHOOKS: where the gateway sends notifications. URLs and secrets of it never appear in a message.

import * as v from "valibot";
import { isLoopbackUrl } from "../../loopback.js";
import { EVENT_TYPES } from "./events.js";

/** @typedef {import("./events.js").EventType} EventType */
/** @typedef {"json" | "slack" | "teams"} Format */
/** @typedef {{ name: string, url: string, format: Format, secret?: string, events: readonly EventType[] }} Webhook */
/** @typedef {Pick<import("../worker-env.js").GatewayEnv, "WEBHOOKS" | "DIGICERT_WEBHOOK_SECRET">} WebhookEnv */

const MAX_WEBHOOKS = 5;
const PREFIX = "whsec_";
/** Characters. The secret part of a URL of Slack has 24, that of Teams 43. */
const MIN_SECRET_PART = 20;
/** DigiCert requires 32 characters. */
const MIN_DIGICERT_SECRET = 32;

const url = v.pipe(v.string(), v.maxLength(2048), v.check(isAllowedUrl));
const secret = v.pipe(v.string(), v.startsWith(PREFIX), v.check(isSecret));
const common = {
  name: v.optional(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(64))),
  url,
  events: v.optional(v.array(v.picklist(EVENT_TYPES)), [...EVENT_TYPES]),
};

/** Slack and Teams authenticate the gateway by a secret URL. */
const LIST = v.pipe(
  v.array(
    v.union([
      v.strictObject({ ...common, format: v.optional(v.literal("json"), "json"), secret }),
      v.strictObject({
        ...{ ...common, format: v.picklist(["slack", "teams"]), secret: v.optional(secret) },
      }),
    ]),
  ),
  v.maxLength(MAX_WEBHOOKS),
);
/** The schema of WEBHOOKS. */
export const WEBHOOKS = v.pipe(
  LIST,
  // It also runs for a list with an invalid URL.
  v.check(
    (list) =>
      list.some(({ url }) => !isAllowedUrl(url)) ||
      new Set(named(list).map(({ name }) => name)).size === list.length,
  ),
);
/** The schema of DIGICERT_WEBHOOK_SECRET: visible ASCII, because it is the value of a header. */
export const DIGICERT_WEBHOOK_SECRET = v.pipe(
  v.string(),
  v.regex(/^[\x21-\x7e]+$/),
  v.minLength(MIN_DIGICERT_SECRET),
  v.maxLength(256),
);
export const WEBHOOKS_EXAMPLE =
  '[{"url":"https://hooks.example.com/certificates","secret":"whsec_…"}], at most five. An https URL with a host name and without credentials; a secret of 24 to 64 bytes in base64 after whsec_, which slack and teams do not need; format json, slack or teams; different names';
export const DIGICERT_SECRET_EXAMPLE = "32 to 256 visible ASCII characters, as set at DigiCert";

/** Returns the webhooks of a valid setting. @param {WebhookEnv} env @returns {Webhook[]} */
export function webhooksOf({ WEBHOOKS: text }) {
  return text === undefined ? [] : named(v.parse(WEBHOOKS, JSON.parse(text)));
}

/** Returns the webhooks without their secrets, for the audit log. @param {WebhookEnv} env */
export const describeWebhooks = (env) =>
  webhooksOf(env).map(({ name, format, events }) => ({ name, format, events }));

/** Returns whether a webhook needs the network of this machine only. @param {v.InferOutput<typeof LIST>} webhooks */
export const usesHttp = (webhooks) => webhooks.some(({ url }) => new URL(url).protocol === "http:");

/**
 * Returns the secrets of the settings. Of a URL, these are the whole and its long parts: a short part, such as a folder, occurs
 * in other texts too.
 * @param {WebhookEnv} env @returns {string[]}
 */
export function webhookSecrets({ WEBHOOKS: text, DIGICERT_WEBHOOK_SECRET: incoming }) {
  const schema = v.pipe(v.string(), v.parseJson(), WEBHOOKS);
  const parsed = text === undefined ? undefined : v.safeParse(schema, text);
  const outgoing = (parsed?.success ? parsed.output : []).flatMap(({ url, secret }) => {
    const { pathname, searchParams } = new URL(url);
    const parts = [...pathname.split("/"), ...searchParams.values()];
    const long = parts.filter(({ length }) => length >= MIN_SECRET_PART);
    return [url, ...long, ...(secret === undefined ? [] : [secret, secret.slice(PREFIX.length)])];
  });
  return incoming === undefined ? outgoing : [...outgoing, incoming];
}

/** Returns the key of a signature. @param {string} secret @returns {Uint8Array<ArrayBuffer>} */
export function secretBytes(secret) {
  return Uint8Array.from(atob(secret.slice(PREFIX.length)), (char) => char.charCodeAt(0));
}

/** Adds the default names: the format and the host. @param {v.InferOutput<typeof LIST>} list @returns {Webhook[]} */
function named(list) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  return list.map(({ name, secret, ...webhook }) => {
    const base = name ?? `${webhook.format} ${new URL(webhook.url).host}`;
    const nth = (counts.get(base) ?? 0) + 1;
    counts.set(base, nth);
    const unique = name ?? (nth === 1 ? base : `${base} ${nth}`);
    return { ...webhook, name: unique, ...(secret === undefined ? {} : { secret }) };
  });
}

/** No address of a network and no credentials: only a host name over https, or this machine. @param {string} text */
function isAllowedUrl(text) {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, hash } = new URL(text);
  if (username !== "" || password !== "" || hash !== "") return false;
  if (protocol === "http:") return isLoopbackUrl(text);
  const host = hostname.replace(/\.$/, "");
  const isAddress = host.startsWith("[") || /^[\d.]+$/.test(host);
  return protocol === "https:" && !isAddress && host.includes(".") && !host.endsWith(".localhost");
}

/** @param {string} text */
function isSecret(text) {
  try {
    const { length } = secretBytes(text);
    return length >= 24 && length <= 64;
  } catch {
    return false;
  }
}
