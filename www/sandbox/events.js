// Sends DigiCert's event `certificate_revoked`, with the documented body and header, to the webhook of the account.

/**
 * @param {Array<import("./account.js").RevokedCertificate>} revoked
 * @param {import("./settings.js").SandboxSettings} settings
 */
export async function sendEvents(revoked, { webhookUrl, webhookSecret }) {
  if (webhookUrl === "") return;
  const headers = {
    "content-type": "application/json",
    ...(webhookSecret === "" ? {} : { "x-webhook-key": webhookSecret }),
  };
  for (const data of revoked) {
    const body = JSON.stringify({ event: "certificate_revoked", data });
    // DigiCert documents no retry.
    await fetch(webhookUrl, { method: "POST", headers, body }).then(
      (response) => response.body?.cancel(),
      () => {},
    );
  }
}
