// The gateway's own "no", in DigiCert's form, so that every client of the API reads it.

/** @param {number} status @param {Array<{ code: string, message: string }>} errors */
export function refusal(status, errors) {
  return Response.json({ errors }, { status });
}
