// Lists the proposals of the two-person rule. Decisions use `PUT /request/{id}/status`, as for any request.

import { Hono } from "hono";
import { requestWriteAccount } from "../upstream/account-client.js";

/** @type {Hono<import("../http/context.js").GatewayContext>} */
export const proposals = new Hono();

proposals.get("/", (c) => requestWriteAccount(c.env, "/proposals"));
