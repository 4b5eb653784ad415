// Which CertCentral the gateway talks to, in one word for the page. It never says "sandbox" of DigiCert's own servers.
// With a sandbox the page may also be told to wait less.

/** DigiCert's US servers, where nothing else is set. */
export const DIGICERT_US = "https://www.digicert.com/services/v2";
const DIGICERT = /(^|\.)digicert\.(com|eu)$/;

/**
 * @param {Pick<import("./worker-env.js").GatewayEnv, "CERTCENTRAL" | "CERTCENTRAL_BASE_URL" | "ENVIRONMENT">} env
 * @returns {"us" | "eu" | "sandbox" | "custom"}
 */
export function environmentOf({ CERTCENTRAL, CERTCENTRAL_BASE_URL, ENVIRONMENT }) {
  const host = CERTCENTRAL ? "" : hostOf(CERTCENTRAL_BASE_URL ?? DIGICERT_US);
  if (host === "www.digicert.com") return "us";
  if (host === "certcentral.digicert.eu") return "eu";
  if (DIGICERT.test(host)) return "custom";
  return ENVIRONMENT === "sandbox" ? "sandbox" : "custom";
}

/**
 * What the page is told at its start. `pace`: how the page's client waits, for tests, and never where anything is real.
 * @param {Parameters<typeof environmentOf>[0] & Pick<import("./worker-env.js").GatewayEnv, "PACE">} env
 */
export function configOf(env) {
  const environment = environmentOf(env);
  if (environment !== "sandbox" || !env.PACE) return { environment };
  return { environment, pace: JSON.parse(env.PACE) };
}

/** Whether an address is one of DigiCert's own. @param {string} url */
export function isDigicert(url) {
  return DIGICERT.test(hostOf(url));
}

/** @param {string} url */
function hostOf(url) {
  return URL.canParse(url) ? new URL(url).hostname.replace(/\.$/, "") : "";
}
