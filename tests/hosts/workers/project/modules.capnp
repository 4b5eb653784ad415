# workerd without a tool: the configuration lists each file as a module.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "internet", network = (allow = ["public", "private", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);

const worker :Workerd.Worker = (
  compatibilityDate = "2026-04-01",
  modules = [
    (name = "worker.js", esModule = embed "worker.js"),
    (name = "consume.js", esModule = embed "consume.js"),
    (name = "scenario.js", esModule = embed "scenario.js"),
    (name = "certcentral-revoke", esModule = embed "node_modules/certcentral-revoke/pkg/dist/workerd.min.js"),
    (name = "wasm/core.wasm", wasm = embed "node_modules/certcentral-revoke/pkg/dist/wasm/core.wasm"),
  ],
);
