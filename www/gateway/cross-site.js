// Whether a change comes from our own page, or from a program that means it; never from a page of somebody else.

/** The header that another site's page cannot add without being asked first. */
export const OWN_HEADER = "X-CertCentral-Console";

/** What is wrong with where a change comes from; nothing if it may pass. @param {Request} request */
export function crossSiteFault(request) {
  const { headers } = request;
  if (!/^application\/json(;|$)/i.test(headers.get("content-type") ?? ""))
    return "Content-Type must be application/json";
  if (headers.get(OWN_HEADER) === null) return `the header ${OWN_HEADER} is missing`;
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin") return "the call comes from another site";
  const origin = headers.get("origin");
  if (origin !== null && origin !== new URL(request.url).origin)
    return "the call comes from another origin";
  return undefined;
}
