// This package, as a consumer imports it.

import { buildRevokeOrder, parseRevokeResponse } from "certcentral-revoke";
import type { Peer } from "./protocol.ts";

export const build = buildRevokeOrder as Peer["build"];
export const parse = parseRevokeResponse as Peer["parse"];
