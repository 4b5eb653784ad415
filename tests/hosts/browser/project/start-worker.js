import { tell } from "/tell.js";

const worker = new Worker("/worker.js", { type: "module" });
worker.onerror = ({ message = "the worker did not start" }) => tell(Promise.reject(Error(message)));
