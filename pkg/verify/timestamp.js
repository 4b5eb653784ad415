// Verifies a time stamp (RFC 3161) with the certificate of its authority.

import { createHash, verify, X509Certificate } from "node:crypto";
import { contentOf, derFrom, membersOf, oidOf, TAGS, timeOf } from "./der.js";

/** @typedef {{ state: "valid" | "unchecked", time: number }} VerifiedTimestamp `unchecked`: without a certificate */

const SIGNED_DATA = "1.2.840.113549.1.7.2";
const TST_INFO = "1.2.840.113549.1.9.16.1.4";
const MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
const CONTENT_TYPE = "1.2.840.113549.1.9.3";
const TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
/** @type {Map<string, string>} */
const HASHES = new Map([
  ["2.16.840.1.101.3.4.2.1", "sha256"],
  ["2.16.840.1.101.3.4.2.2", "sha384"],
  ["2.16.840.1.101.3.4.2.3", "sha512"],
]);
/** The tags `[0]` and `[1]`. */
const CONTEXT_0 = 0xa0;

/** Reads the certificate of an authority, as PEM or DER. @param {Uint8Array} bytes */
export function authorityFrom(bytes) {
  const certificate = new X509Certificate(bytes);
  if (!certificate.keyUsage?.includes(TIME_STAMPING))
    throw new Error("this certificate is not one for time stamping");
  return certificate;
}

/**
 * @param {string} token in base64 @param {string} text what was stamped
 * @param {X509Certificate[]} authorities none: the signature is not verified
 * @returns {VerifiedTimestamp | { fault: string }}
 */
export function verifyTimestamp(token, text, authorities) {
  try {
    const { info, signer } = partsOf(derFrom(Buffer.from(token, "base64")));
    const [, , imprint, ...rest] = membersOf(derFrom(info));
    const [algorithm, digest] = membersOf(imprint);
    const expected = createHash(hashOf(algorithm)).update(text).digest();
    if (!contentOf(digest, TAGS.octets).equals(expected))
      return { fault: "is of another text than the head" };
    const time = timeOf(rest.find(({ tag }) => tag === TAGS.time));
    if (authorities.length === 0) return { state: "unchecked", time };
    if (!authorities.some((authority) => isSignedBy(signer, info, authority, time)))
      return { fault: "is not signed by the authority whose certificate was passed" };
    return { state: "valid", time };
  } catch (error) {
    // Node's crypto throws an error of its own for a key of another kind.
    if (!(error instanceof Error)) throw error;
    return { fault: "is not a time stamp token" };
  }
}

/** @param {import("./der.js").Der} token */
function partsOf(token) {
  const [type, content] = membersOf(token);
  const [data] = membersOf(content);
  const [, , encapsulated, ...rest] = membersOf(data);
  const [infoType, infoContent] = membersOf(encapsulated);
  if (oidOf(type) !== SIGNED_DATA || oidOf(infoType) !== TST_INFO)
    throw new RangeError("not a time stamp token");
  const signers = membersOf(rest.at(-1));
  if (signers.length !== 1) throw new RangeError("a token has one signer");
  return { info: contentOf(membersOf(infoContent)[0], TAGS.octets), signer: signers[0] };
}

/** @param {import("./der.js").Der | undefined} signer @param {Buffer} info @param {X509Certificate} authority @param {number} time */
function isSignedBy(signer, info, authority, time) {
  const [, , algorithm, attributes, , signature] = membersOf(signer);
  if (attributes?.tag !== CONTEXT_0) return false;
  const hash = hashOf(algorithm);
  const values = new Map(
    membersOf(attributes).map((attribute) => {
      const [type, set] = membersOf(attribute);
      return [oidOf(type), membersOf(set)[0]];
    }),
  );
  const digest = contentOf(values.get(MESSAGE_DIGEST), TAGS.octets);
  if (oidOf(values.get(CONTENT_TYPE)) !== TST_INFO) return false;
  if (!digest.equals(createHash(hash).update(info).digest())) return false;
  if (time < Date.parse(authority.validFrom) || time > Date.parse(authority.validTo)) return false;
  // The signature covers the attributes as a SET.
  const signed = Buffer.from(attributes.whole);
  signed[0] = TAGS.set;
  return verify(hash, signed, authority.publicKey, contentOf(signature, TAGS.octets));
}

/** @param {import("./der.js").Der | undefined} algorithm */
function hashOf(algorithm) {
  const hash = HASHES.get(oidOf(membersOf(algorithm)[0]));
  if (hash === undefined) throw new RangeError("an unknown hash function");
  return hash;
}
