// A time stamp authority (RFC 3161) for tests, with a certificate of its own.

import { createHash, generateKeyPairSync, sign } from "node:crypto";
import {
  Boolean as Asn1Boolean,
  Set as Asn1Set,
  BitString,
  Constructed,
  fromBER,
  GeneralizedTime,
  Integer,
  Null,
  ObjectIdentifier,
  OctetString,
  Sequence,
  Utf8String,
} from "asn1js";

const OIDS = {
  sha256: "2.16.840.1.101.3.4.2.1",
  ecdsa: "1.2.840.10045.4.3.2",
  signedData: "1.2.840.113549.1.7.2",
  tstInfo: "1.2.840.113549.1.9.16.1.4",
};

/** @param {any[]} value */
const sequence = (...value) => new Sequence({ value });
/** @param {any[]} value */
const set = (...value) => new Asn1Set({ value });
const oid = (/** @type {string} */ value) => new ObjectIdentifier({ value });
const integer = (/** @type {number} */ value) => new Integer({ value });
const octets = (/** @type {Uint8Array} */ bytes) =>
  new OctetString({ valueHex: new Uint8Array(bytes).buffer });
const time = (/** @type {Date} */ valueDate) => new GeneralizedTime({ valueDate });
/** @param {number} tagNumber @param {any[]} value */
const tagged = (tagNumber, ...value) =>
  new Constructed({ idBlock: { tagClass: 3, tagNumber }, value });
const ber = (/** @type {any} */ value) => Buffer.from(value.toBER());
const parsed = (/** @type {Buffer} */ bytes) => fromBER(new Uint8Array(bytes).buffer).result;
const sha256 = (/** @type {string | Uint8Array} */ bytes) =>
  createHash("sha256").update(bytes).digest();
const name = () => sequence(set(sequence(oid("2.5.4.3"), new Utf8String({ value: "Test TSA" }))));

/** @param {{ purpose?: string, until?: Date }} [options] `purpose`: the extended key usage */
export function createAuthority({
  purpose = "1.3.6.1.5.5.7.3.8",
  until = new Date("2090-01-01T00:00:00Z"),
} = {}) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const algorithm = () => sequence(oid(OIDS.ecdsa));
  const usage = octets(ber(sequence(oid(purpose))));
  const certified = sequence(
    tagged(0, integer(2)),
    integer(7),
    algorithm(),
    name(),
    sequence(time(new Date("2020-01-01T00:00:00Z")), time(until)),
    name(),
    parsed(publicKey.export({ format: "der", type: "spki" })),
    tagged(3, sequence(sequence(oid("2.5.29.37"), new Asn1Boolean({ value: true }), usage))),
  );
  const signature = sign("sha256", ber(certified), privateKey);
  const certificate = ber(
    sequence(certified, algorithm(), new BitString({ valueHex: new Uint8Array(signature).buffer })),
  );

  /** A token for a digest. @param {Uint8Array} digest @param {Date} at @param {any} [nonce] */
  const stamp = (digest, at, nonce = integer(1)) => {
    const info = ber(
      sequence(
        integer(1),
        oid("1.2.3.4"),
        sequence(sequence(oid(OIDS.sha256), new Null()), octets(digest)),
        integer(42),
        time(at),
        nonce,
      ),
    );
    const attributes = [
      sequence(oid("1.2.840.113549.1.9.3"), set(oid(OIDS.tstInfo))),
      sequence(oid("1.2.840.113549.1.9.4"), set(octets(sha256(info)))),
    ];
    const signer = sequence(
      integer(1),
      sequence(name(), integer(7)),
      sequence(oid(OIDS.sha256)),
      tagged(0, ...attributes),
      algorithm(),
      octets(sign("sha256", ber(set(...attributes)), privateKey)),
    );
    return sequence(
      oid(OIDS.signedData),
      tagged(
        0,
        sequence(
          integer(3),
          set(sequence(oid(OIDS.sha256))),
          sequence(oid(OIDS.tstInfo), tagged(0, octets(info))),
          set(signer),
        ),
      ),
    );
  };

  return {
    certificate,
    pem: `-----BEGIN CERTIFICATE-----\n${certificate.toString("base64")}\n-----END CERTIFICATE-----\n`,
    /** The token for a text, in base64. @param {string} text @param {Date} [at] */
    token: (text, at = new Date()) => ber(stamp(sha256(text), at)).toString("base64"),
    /** The response to a request. @param {Uint8Array} request @param {{ status?: number, digest?: Uint8Array }} [wrong] */
    respond(request, { status = 0, digest } = {}) {
      const [, imprint, nonce] = /** @type {any} */ (parsed(Buffer.from(request))).valueBlock.value;
      const requested = new Uint8Array(imprint.valueBlock.value[1].getValue());
      if (status > 1) return ber(sequence(sequence(integer(status))));
      const token = stamp(digest ?? requested, new Date(), nonce);
      return ber(sequence(sequence(integer(status)), token));
    },
  };
}
