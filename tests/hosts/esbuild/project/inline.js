import { consume } from "./consume-inline.js";
import { tell } from "./tell.js";

tell(consume({ baseUrl: "/services/v2" }));
