// Whether a call comes from our own page, or from a program that means it; never from a page of somebody else.

/**
 * Headers that another site's page cannot add without being asked first: our page's own, and the one in which every
 * client of CertCentral has its key. Only that one of them is there counts; what is in it is never looked at.
 */
const OWN_HEADERS = ["X-CertCentral-Console", "X-DC-DEVKEY"];

/**
 * What is wrong with where a call comes from; nothing if it may pass. A file may be of any type: its own header alone makes
 * a browser ask first, before it sends it from another site.
 * @param {Request} request @param {string[]} origins of ours besides this one @param {boolean} [isFile]
 */
export function crossSiteFault({ method, headers, url }, origins, isFile = false) {
  const site = headers.get("sec-fetch-site");
  const origin = headers.get("origin");
  const listed = origin !== null && origins.includes(origin);
  const elsewhere = "the call comes from another site";
  if (method === "GET" || method === "HEAD") {
    // A foreign page could not see the answer, but use up the key's limits. `none`: somebody typed the address.
    const own = listed || site === null || site === "same-origin" || site === "none";
    return own ? undefined : elsewhere;
  }
  if (!isFile && !/^application\/json(;|$)/i.test(headers.get("content-type") ?? ""))
    return "Content-Type must be application/json";
  if (!OWN_HEADERS.some((name) => headers.has(name)))
    return `the header ${OWN_HEADERS.join(" or ")} is missing`;
  if (listed) return undefined;
  if (site !== null && site !== "same-origin") return elsewhere;
  if (origin !== null && origin !== new URL(url).origin)
    return "the call comes from another origin";
  return undefined;
}
