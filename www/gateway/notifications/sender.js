// Sends one notification: signed by the scheme of Standard Webhooks, without following redirects, within a time limit. What
// the webhook answers is not read.

import { secretBytes } from "./settings.js";

/** Milliseconds. */
const TIMEOUT_MS = 10_000;
const encoder = new TextEncoder();

/**
 * @param {import("./settings.js").Webhook} webhook @param {string} id of the notification @param {string} body @param {number} nowMs
 * @returns {Promise<string | undefined>} why it failed, `undefined` after a success. It never contains the URL
 */
export async function sendNotification({ url, secret }, id, body, nowMs) {
  try {
    const headers = {
      "content-type": "application/json",
      "user-agent": "certcentral-revoke-gateway",
      ...(secret === undefined ? {} : await signedHeaders(secret, id, body, nowMs)),
    };
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(url, {
      method: "POST",
      headers,
      body,
      redirect: "manual",
      signal,
    });
    await response.body?.cancel();
    if (response.ok) return undefined;
    return response.status >= 300 && response.status < 400
      ? "redirect"
      : `status-${response.status}`;
  } catch (error) {
    // The message is dropped, because it may quote the URL.
    return error instanceof Error && error.name === "TimeoutError" ? "timeout" : "no-connection";
  }
}

/** @param {string} secret @param {string} id @param {string} body @param {number} nowMs */
export async function signedHeaders(secret, id, body, nowMs) {
  const timestamp = String(Math.floor(nowMs / 1000));
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", secretBytes(secret), algorithm, false, ["sign"]);
  const signed = await crypto.subtle.sign(
    "HMAC",
    key,
    encoder.encode(`${id}.${timestamp}.${body}`),
  );
  const signature = btoa(String.fromCharCode(...new Uint8Array(signed)));
  return {
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${signature}`,
  };
}
