// A process of its own, for `call.js`: the least server that answers a revoke, 204 where the approval is skipped and
// 201 where it is not. Ends with the process that started it.

import { createServer } from "node:http";

const REQUEST = JSON.stringify({
  id: 4711,
  date: "2026-11-24T08:00:00+00:00",
  type: "revoke",
  status: "pending",
  requester: { id: 42, first_name: "Ada", last_name: "Lovelace", email: "ada@example.com" },
  comments: "INC-4711: key found in a public repository",
});

const server = createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8");
  request.on("data", (chunk) => {
    body += chunk;
  });
  request.on("end", () => {
    if (body.includes('"skip_approval":true')) response.writeHead(204).end();
    else response.writeHead(201, { "content-type": "application/json" }).end(REQUEST);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => process.send?.(server.address()));
process.once("disconnect", () => process.exit(0));
