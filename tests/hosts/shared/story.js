// What a consumer of the package does, the same in every host: a revoke that waits for approval, one that is done at
// once, and one that is refused. Copied into each project.

/**
 * @param {Pick<typeof import("certcentral-revoke"), "CertCentral" | "CertCentralError" | "RefusedError" | "CoreUnavailableError">} names
 * @param {import("certcentral-revoke").Settings} settings
 * @returns {Promise<Record<string, string>>} what came of it
 */
export async function story(
  { CertCentral, CertCentralError, RefusedError, CoreUnavailableError },
  settings,
) {
  try {
    const certcentral = new CertCentral(settings);
    const asked = await certcentral.revokeOrder("123456789", { comment: "INC-1" });
    const done = await certcentral.revokeOrder(123456791n, { skipApproval: true });
    const again = await certcentral.revokeOrder("123456789").then(
      () => undefined,
      (/** @type {unknown} */ error) => error,
    );
    return {
      requested: asked.outcome === "requested" ? asked.request.status : asked.outcome,
      revoked: done.outcome,
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
