// One order: its facts, its hold, its blast radius, and the form that revokes it.

import type { Order } from "certcentral-revoke";
import type { ComponentChildren } from "preact";
import { busy } from "../app/calls";
import { HoldOnOrder } from "../holds/on-order";
import { RevokeForm } from "../revocation/form";
import { statusLabel } from "../shared/format";
import { blastRadius } from "./blast-radius";
import { Certificates } from "./certificates";
import { openSearch } from "./search";

/** Further names are collapsed. */
const MAX_NAMES = 8;

export function OrderView({ order }: { order: Order }) {
  const { product } = order;
  return (
    <>
      <p>
        <button
          type="button"
          class="link"
          aria-disabled={busy.value === "revoking"}
          onClick={openSearch}
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
            reissues included. This can't be undone.
          </Notice>
          {product?.type?.includes("signing") && (
            <Notice>
              This is a signing certificate. Signatures that were made with it usually become
              invalid too.
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
  // The list of certificates shows these facts as well.
  const isListed = blastRadius.value.state === "read";
  return (
    <dl class="facts">
      <Fact name="Status">{statusLabel(order.status)}</Fact>
      <Fact name="Common name">{certificate?.commonName}</Fact>
      {!isListed && (
        <Fact name="All names">
          {certificate?.dnsNames && <Names names={certificate.dnsNames} />}
        </Fact>
      )}
      <Fact name="Product">{product?.name}</Fact>
      <Fact name="Organization">{organization?.name}</Fact>
      <Fact name="Division">{container?.name}</Fact>
      {!isListed && <Fact name="Valid">{valid}</Fact>}
      {!isListed && <Fact name="Serial number">{certificate?.serialNumber}</Fact>}
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
  if (names.length <= MAX_NAMES) return <>{names.join(", ")}</>;
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
