import { tell } from "/tell.js";

navigator.serviceWorker.register("/service-worker.js", { type: "module" }).catch((error) => {
  tell(Promise.reject(error));
});
