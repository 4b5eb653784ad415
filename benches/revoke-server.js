// A separate process for `call.js`: a minimal server that responds to a revoke with 204 if the approval is skipped, and with
// 201 otherwise. Ends with its parent process.

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
