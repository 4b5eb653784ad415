import { consume } from "./consume.js";
import { tell } from "./tell.js";

tell(consume({ baseUrl: "/services/v2" }));
