// Starts a server on a free port of the loopback interface.

/** @param {import("node:net").Server} server @returns {Promise<number>} the port */
export function listen(server) {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () =>
      resolve(/** @type {import("node:net").AddressInfo} */ (server.address()).port),
    );
  });
}

/** Closes an HTTP server with its open connections. @param {import("node:http").Server} server */
export function closeServer(server) {
  server.closeAllConnections();
  server.close();
}
