// Reads what a client sent, strictly: the sandbox refuses what DigiCert would not accept, so that a wrong client fails here.

import { badRequest, routeNotFound } from "./errors.js";

/** @typedef {import("./settings.js").SandboxSettings} SandboxSettings */

/** @param {string} text @param {() => Error} notFound */
export function idOf(text, notFound) {
  if (!/^[1-9]\d{0,18}$/.test(text)) throw notFound();
  return Number(text);
}

/** A change takes no query: `123?/revoke` must not become a change of something else. @param {string} url */
export function noQuery(url) {
  if (new URL(url).search !== "") throw routeNotFound();
}

/** @param {URLSearchParams} query @param {number} most */
export function pageOf(query, most) {
  /** @param {string} name @param {number} standard */
  const whole = (name, standard) => {
    const text = query.get(name) ?? String(standard);
    if (!/^\d{1,9}$/.test(text)) throw badRequest(`${name} must be a whole number`);
    return Number(text);
  };
  return { offset: whole("offset", 0), limit: Math.min(whole("limit", most), most) };
}

/**
 * A JSON object whose fields are of the given kinds.
 * @template {Record<string, "string" | "boolean">} F
 * @param {Request} request @param {F} fields @param {SandboxSettings} settings
 * @returns {Promise<{ [K in keyof F]?: F[K] extends "string" ? string : boolean }>}
 */
export async function bodyOf(request, fields, settings) {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json(;|$)/i.test(type))
    throw badRequest("The request must carry Content-Type: application/json.");
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
    // Stricter than DigiCert is known to be: a misspelt field must not pass unseen in a test.
    if (kind === undefined && settings.strictFields)
      throw badRequest(`${name} is not a field of this request.`);
    if (kind !== undefined && typeof value !== kind) throw badRequest(`${name} must be a ${kind}.`);
  }
  return body;
}
