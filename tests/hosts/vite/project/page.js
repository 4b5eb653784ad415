import { consume } from "./consume.js";
import { report } from "./report.js";

report(consume({ baseUrl: "/services/v2" }));
