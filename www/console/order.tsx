// What an order is, and what revoking it takes along.

import type { Order } from "certcentral-revoke";
import { RevokeForm } from "./form";
import { startOver } from "./model";
import { concernOf } from "./words";

export function OrderView({ order }: { order: Order }) {
  const { certificate, product, organization, container } = order;
  const concern = concernOf(order);
  const signing = product?.type?.includes("signing");
  return (
    <>
      <p>
        <button type="button" class="link" onClick={startOver}>
          ← Another order
        </button>
      </p>
      <h1 tabIndex={-1}>Order {order.id}</h1>
      <dl class="facts">
        <Fact name="Status" value={order.status.replaceAll("_", " ")} />
        <Fact name="Name" value={certificate?.commonName} />
        <Fact name="All names" value={certificate?.dnsNames?.join(", ")} />
        <Fact name="Product" value={product?.name} />
        <Fact name="Organization" value={organization?.name} />
        <Fact name="Division" value={container?.name} />
        <Fact
          name="Valid"
          value={certificate?.validFrom && `${certificate.validFrom} to ${certificate.validTill}`}
        />
        <Fact name="Serial number" value={certificate?.serialNumber} />
      </dl>
      <div class="notice danger">
        <p>
          <strong>Revoking an order revokes every certificate on it</strong>: the one above and all
          its duplicates and reissues. It cannot be undone.
        </p>
      </div>
      {signing && (
        <div class="notice">
          <p>
            This is a signing certificate: signatures made with it in the past usually stop being
            valid too.
          </p>
        </div>
      )}
      {product && !product.isTls && (
        <div class="notice">
          <p>
            DigiCert uses the reason for TLS/SSL certificates only. For this product it is ignored.
          </p>
        </div>
      )}
      {concern && (
        <div class="notice">
          <p>{concern}</p>
        </div>
      )}
      {order.status === "revoked" ? null : <RevokeForm order={order} />}
    </>
  );
}

function Fact({ name, value }: { name: string; value: string | undefined }) {
  if (!value) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
