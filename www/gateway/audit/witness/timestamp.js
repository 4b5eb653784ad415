// Requests a time stamp (RFC 3161) for a head, and checks that the token is for this head. The signature of the token is
// verified by `certcentral-revoke verify`, with the authority's certificate.

import {
  Boolean as Asn1Boolean,
  Constructed,
  fromBER,
  GeneralizedTime,
  Integer,
  Null,
  ObjectIdentifier,
  OctetString,
  Sequence,
} from "asn1js";
import { post, WitnessError } from "./transport.js";

/** @typedef {{ token: string, time: number }} Receipt the token in base64, and its time */

const SHA_256 = "2.16.840.1.101.3.4.2.1";
const SIGNED_DATA = "1.2.840.113549.1.7.2";
const TST_INFO = "1.2.840.113549.1.9.16.1.4";
/** `granted` and `grantedWithMods`. */
const GRANTED = [0, 1];
const NONCE_BYTES = 8;
/** A token without certificates has about 1,000. An entry keeps texts of this length whole. */
const MAX_TOKEN_CHARACTERS = 4_000;

/** @param {{ line: string }} head @param {string} url @returns {Promise<Receipt>} */
export async function requestTimestamp({ line }, url) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(line));
  // Not negative, and not empty after leading zeros.
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  nonce[0] = (Number(nonce[0]) & 0x3f) | 0x40;
  const body = new Uint8Array(timestampRequest(digest, nonce).toBER());
  const response = await post(url, { "content-type": "application/timestamp-query" }, body);
  const receipt = receiptFrom(response, new Uint8Array(digest), nonce);
  if (receipt === undefined) throw new WitnessError("its response is no time stamp of this head");
  if (receipt.token.length > MAX_TOKEN_CHARACTERS)
    throw new WitnessError("its token is too long: it contains certificates");
  return receipt;
}

/** @param {ArrayBuffer} digest @param {Uint8Array<ArrayBuffer>} nonce */
function timestampRequest(digest, nonce) {
  const algorithm = new Sequence({
    value: [new ObjectIdentifier({ value: SHA_256 }), new Null()],
  });
  return new Sequence({
    value: [
      new Integer({ value: 1 }),
      new Sequence({ value: [algorithm, new OctetString({ valueHex: digest })] }),
      new Integer({ valueHex: nonce.buffer }),
      // The verifier has the certificate already.
      new Asn1Boolean({ value: false }),
    ],
  });
}

/** Returns the token if it is for this digest and nonce. @param {Uint8Array} bytes @param {Uint8Array} digest @param {Uint8Array} nonce @returns {Receipt | undefined} */
function receiptFrom(bytes, digest, nonce) {
  const [status, token] = membersOf(fromBER(bytes.slice().buffer).result);
  const [code] = membersOf(status);
  if (!(code instanceof Integer) || !GRANTED.includes(code.valueBlock.valueDec)) return undefined;
  const [type, content] = membersOf(token);
  if (!token || idOf(type) !== SIGNED_DATA) return undefined;
  const [, , encapsulated] = membersOf(membersOf(content)[0]);
  const [infoType, infoContent] = membersOf(encapsulated);
  const [octets] = membersOf(infoContent);
  if (idOf(infoType) !== TST_INFO || !(octets instanceof OctetString)) return undefined;
  const info = membersOf(fromBER(octets.getValue()).result);
  const [algorithm, imprint] = membersOf(info[2]);
  if (idOf(membersOf(algorithm)[0]) !== SHA_256) return undefined;
  if (!(imprint instanceof OctetString) || !isSame(imprint.getValue(), digest)) return undefined;
  const isForNonce = info.some(
    (member) => member instanceof Integer && isSame(member.valueBlock.valueHexView, nonce),
  );
  const time = info.find((member) => member instanceof GeneralizedTime);
  if (!isForNonce || !time) return undefined;
  const der = new Uint8Array(token.valueBeforeDecodeView);
  return { token: btoa(String.fromCharCode(...der)), time: time.toDate().getTime() };
}

/** @param {unknown} value @returns {any[]} the members of a constructed value, none of another one */
function membersOf(value) {
  return value instanceof Constructed ? value.valueBlock.value : [];
}

/** @param {unknown} value */
const idOf = (value) => (value instanceof ObjectIdentifier ? value.getValue() : undefined);

/** @param {ArrayBuffer | Uint8Array} one @param {Uint8Array} other */
function isSame(one, other) {
  const bytes = new Uint8Array(one);
  return bytes.length === other.length && bytes.every((byte, at) => byte === other[at]);
}
