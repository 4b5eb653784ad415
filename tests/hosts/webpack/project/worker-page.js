import { report } from "./report.js";

const worker = new Worker(new URL("./page.js", import.meta.url));
worker.onerror = ({ message = "the worker did not start" }) =>
  report(Promise.reject(Error(message)));
