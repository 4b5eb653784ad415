// Which CertCentral the gateway talks to, in one word for the page. It never says "sandbox" of DigiCert's own servers.

/** DigiCert's US servers, where nothing else is set. */
export const DIGICERT_US = "https://www.digicert.com/services/v2";

/**
 * @param {Pick<import("./upstream.js").GatewayEnv, "CERTCENTRAL" | "CERTCENTRAL_BASE_URL" | "ENVIRONMENT">} env
 * @returns {"us" | "eu" | "sandbox" | "custom"}
 */
export function environmentOf({ CERTCENTRAL, CERTCENTRAL_BASE_URL, ENVIRONMENT }) {
  const host = CERTCENTRAL ? "" : hostOf(CERTCENTRAL_BASE_URL ?? DIGICERT_US);
  if (host === "www.digicert.com") return "us";
  if (host === "certcentral.digicert.eu") return "eu";
  if (/(^|\.)digicert\.(com|eu)$/.test(host)) return "custom";
  return ENVIRONMENT === "sandbox" ? "sandbox" : "custom";
}

/** @param {string} url */
function hostOf(url) {
  return URL.canParse(url) ? new URL(url).hostname.replace(/\.$/, "") : "";
}
