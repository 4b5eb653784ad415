// What waits for a second person, and what became of it. Decided upon like any request: `PUT /request/{id}/status`.

import { Hono } from "hono";
import { ofAccount } from "../upstream/account-client.js";

/** @type {Hono<import("../http/context.js").Gateway>} */
export const proposals = new Hono();

proposals.get("/", (c) => ofAccount(c.env, "/proposals"));
