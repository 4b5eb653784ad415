// The network origin of a request, as far as the edge knows it.

/**
 * @param {Request & { cf?: { colo?: unknown } }} request
 * @returns {NonNullable<import("./chain.js").Entry["origin"]>}
 */
export function originOf({ headers, cf }) {
  const address = headers.get("cf-connecting-ip")?.slice(0, 64);
  const colo = typeof cf?.colo === "string" ? cf.colo.slice(0, 16) : undefined;
  const userAgent = headers.get("user-agent")?.slice(0, 256);
  return {
    ...(address === undefined ? {} : { address }),
    ...(colo === undefined ? {} : { colo }),
    ...(userAgent === undefined ? {} : { userAgent }),
  };
}
