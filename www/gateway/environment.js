// Identifies the CertCentral behind the gateway, for the console. DigiCert's own servers are never reported as a sandbox,
// and only a sandbox can shorten the console's waits.

/** The default base URL: DigiCert's US servers. */
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
 * The configuration that the console loads at its start. `pace` shortens its waits in tests; only a sandbox has it.
 * @param {Parameters<typeof environmentOf>[0] & Pick<import("./worker-env.js").GatewayEnv, "PACE">} env
 */
export function consoleConfig(env) {
  const environment = environmentOf(env);
  if (environment !== "sandbox" || !env.PACE) return { environment };
  return { environment, pace: JSON.parse(env.PACE) };
}

/** Returns whether a URL belongs to DigiCert. @param {string} url */
export function isDigicert(url) {
  return DIGICERT.test(hostOf(url));
}

/** @param {string} url */
function hostOf(url) {
  return URL.canParse(url) ? new URL(url).hostname.replace(/\.$/, "") : "";
}
