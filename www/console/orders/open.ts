// Opens one order. Its blast radius and its hold follow in the background.

import { runCall } from "../app/calls";
import { connection } from "../app/connection";
import { navigate } from "../app/router";
import { readHolds } from "../holds/holds";
import { readBlastRadius } from "./blast-radius";

export const openOrder = (orderId: string) => runCall("reading", () => loadOrder(orderId));

export async function loadOrder(orderId: string) {
  const { certcentral } = await connection;
  const order = await certcentral.orders.get(orderId);
  navigate({ name: "order", order });
  readBlastRadius(orderId);
  readHolds();
}
