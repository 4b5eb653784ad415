// What an order is, and what revoking it takes along.

import type { Order } from "certcentral-revoke";
import type { ComponentChildren } from "preact";
import { busy } from "../app/calls";
import { startOver } from "../app/model";
import { HoldOnOrder } from "../holds/on-order";
import { RevokeForm } from "../revocation/form";
import { statusOf } from "../shared/labels";
import { radius } from "./blast-radius";
import { Certificates } from "./certificates";

/** More names than this are folded away. */
const NAMES_SHOWN = 8;

export function OrderView({ order }: { order: Order }) {
  const { product } = order;
  return (
    <>
      <p>
        <button
          type="button"
          class="link"
          aria-disabled={busy.value === "revoking"}
          onClick={startOver}
        >
          ← Another order
        </button>
      </p>
      <h1 tabIndex={-1}>Order {order.id}</h1>
      <Facts order={order} />
      <HoldOnOrder orderId={order.id} />
      <Certificates orderId={order.id} />
      {order.status !== "revoked" && (
        <>
          <Notice kind="danger">
            <strong>Revoking an order revokes every certificate on it</strong>, duplicates and
            reissues included. It cannot be undone.
          </Notice>
          {product?.type?.includes("signing") && (
            <Notice>
              This is a signing certificate: signatures made with it in the past usually stop being
              valid too.
            </Notice>
          )}
          <RevokeForm order={order} />
        </>
      )}
    </>
  );
}

function Facts({ order }: { order: Order }) {
  const { certificate, product, organization, container } = order;
  const valid = [certificate?.validFrom, certificate?.validTill].filter(Boolean).join(" to ");
  // With the list of all certificates these would stand there twice.
  const listed = radius.value.state === "read";
  return (
    <dl class="facts">
      <Fact name="Status">{statusOf(order.status)}</Fact>
      <Fact name="Common name">{certificate?.commonName}</Fact>
      {!listed && (
        <Fact name="All names">
          {certificate?.dnsNames && <Names names={certificate.dnsNames} />}
        </Fact>
      )}
      <Fact name="Product">{product?.name}</Fact>
      <Fact name="Organization">{organization?.name}</Fact>
      <Fact name="Division">{container?.name}</Fact>
      {!listed && <Fact name="Valid">{valid}</Fact>}
      {!listed && <Fact name="Serial number">{certificate?.serialNumber}</Fact>}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  if (!children) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Names({ names }: { names: readonly string[] }) {
  if (names.length <= NAMES_SHOWN) return <>{names.join(", ")}</>;
  return (
    <details>
      <summary>{names.length} names</summary>
      {names.join(", ")}
    </details>
  );
}

function Notice({ kind = "", children }: { kind?: string; children: ComponentChildren }) {
  return (
    <div class={`notice ${kind}`}>
      <p>{children}</p>
    </div>
  );
}
