// Validates path, query and body of a request. Strict: a client that sends what DigiCert would reject fails here too.

import { badRequest, routeNotFound } from "./errors.js";

/** @typedef {import("./settings.js").SandboxSettings} SandboxSettings */

/** @param {string} text @param {() => Error} notFound */
export function parseId(text, notFound) {
  if (!/^[1-9]\d{0,18}$/.test(text)) throw notFound();
  return Number(text);
}

/** Rejects a query on a write: `123?/revoke` must not act on another path. @param {string} url */
export function rejectQuery(url) {
  if (new URL(url).search !== "") throw routeNotFound();
}

/** @param {URLSearchParams} query @param {number} maxLimit */
export function parsePage(query, maxLimit) {
  /** @param {string} name @param {number} fallback */
  const integer = (name, fallback) => {
    const text = query.get(name) ?? String(fallback);
    if (!/^\d{1,9}$/.test(text)) throw badRequest(`${name} must be a whole number`);
    return Number(text);
  };
  return { offset: integer("offset", 0), limit: Math.min(integer("limit", maxLimit), maxLimit) };
}

/**
 * Parses the body as a JSON object whose fields have the expected types.
 * @template {Record<string, "string" | "boolean">} F
 * @param {Request} request @param {F} fields @param {SandboxSettings} settings
 * @returns {Promise<{ [K in keyof F]?: F[K] extends "string" ? string : boolean }>}
 */
export async function readBody(request, fields, settings) {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json(;|$)/i.test(type))
    throw badRequest("Content-Type must be application/json.");
  /** @type {any} */
  let body;
  try {
    body = JSON.parse(await request.text());
  } catch {
    throw badRequest("The body is not valid JSON.");
  }
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw badRequest("The body must be an object.");
  for (const [name, value] of Object.entries(body)) {
    const kind = fields[name];
    // Stricter than DigiCert is known to be, so that a misspelled field fails in tests.
    if (kind === undefined && settings.strictFields)
      throw badRequest(`${name} is not a field of this request.`);
    if (kind !== undefined && typeof value !== kind) throw badRequest(`${name} must be a ${kind}.`);
  }
  return body;
}
