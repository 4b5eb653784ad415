// Rejects requests from pages of other sites. The gateway's own console and programs pass.

/**
 * Headers that a page of another site cannot set without a CORS preflight: the console's own header, and the API key header
 * of every CertCentral client. Only their presence counts; the value is never read.
 */
const OWN_HEADERS = ["X-CertCentral-Console", "X-DC-DEVKEY"];

/**
 * Returns why a request counts as cross-site, `undefined` if it may pass. An upload may have any content type, because the
 * required header alone forces a preflight.
 * @param {Request} request @param {string[]} origins further trusted origins @param {boolean} [isUpload]
 */
export function crossSiteIssue({ method, headers, url }, origins, isUpload = false) {
  const site = headers.get("sec-fetch-site");
  const origin = headers.get("origin");
  const listed = origin !== null && origins.includes(origin);
  const crossSite = "it comes from another site";
  if (method === "GET" || method === "HEAD") {
    // A page of another site cannot read the response, but could exhaust the rate limit. `none`: a typed address.
    const sameSite = listed || site === null || site === "same-origin" || site === "none";
    return sameSite ? undefined : crossSite;
  }
  if (!isUpload && !/^application\/json(;|$)/i.test(headers.get("content-type") ?? ""))
    return "Content-Type must be application/json";
  if (!OWN_HEADERS.some((name) => headers.has(name)))
    return `the header ${OWN_HEADERS.join(" or ")} is missing`;
  if (listed) return undefined;
  if (site !== null && site !== "same-origin") return crossSite;
  if (origin !== null && origin !== new URL(url).origin) return "it comes from another origin";
  return undefined;
}
