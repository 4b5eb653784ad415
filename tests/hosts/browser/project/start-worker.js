import { report } from "/report.js";

const worker = new Worker("/worker.js", { type: "module" });
worker.onerror = ({ message = "the worker did not start" }) =>
  report(Promise.reject(Error(message)));
