import { tell } from "./tell.js";

const worker = new Worker(new URL("./page.js", import.meta.url));
worker.onerror = ({ message = "the worker did not start" }) => tell(Promise.reject(Error(message)));
