// The scenario of every host: a revocation that waits for approval, one that takes effect at once, and one that is refused.
// Copied into each project.

/**
 * @param {Pick<typeof import("certcentral-revoke"), "CertCentral" | "CertCentralError" | "RefusedError" | "CoreUnavailableError">} names
 * @param {import("certcentral-revoke").Settings} settings
 * @returns {Promise<Record<string, string>>} the results
 */
export async function scenario(
  { CertCentral, CertCentralError, RefusedError, CoreUnavailableError },
  settings,
) {
  try {
    const certcentral = new CertCentral(settings);
    const requested = await certcentral.revokeOrder("123456789", { comment: "INC-1" });
    const revoked = await certcentral.revokeOrder(123456791n, { skipApproval: true });
    const again = await certcentral.revokeOrder("123456789").then(
      () => undefined,
      (/** @type {unknown} */ error) => error,
    );
    return {
      requested: requested.outcome === "requested" ? requested.request.status : requested.outcome,
      revoked: revoked.outcome,
      refused:
        again instanceof RefusedError && again instanceof CertCentralError
          ? `${again.name}, ${again.effect}`
          : String(again),
    };
  } catch (error) {
    if (error instanceof CoreUnavailableError) return { unavailable: error.message };
    throw error;
  }
}
