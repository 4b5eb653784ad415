import { report } from "/report.js";

navigator.serviceWorker.register("/service-worker.js", { type: "module" }).catch((error) => {
  report(Promise.reject(error));
});
