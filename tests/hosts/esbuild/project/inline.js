import { consume } from "./consume-inline.js";
import { report } from "./report.js";

report(consume({ baseUrl: "/services/v2" }));
