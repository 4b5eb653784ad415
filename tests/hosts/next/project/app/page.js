"use client";

import { useEffect } from "react";
import { consume } from "../consume.js";
import { tell } from "../tell.js";

/** Development mode carries out effects twice, a story is told once. */
let begun = false;

export default function Page() {
  useEffect(() => {
    if (!begun) tell(consume({ baseUrl: "/services/v2" }));
    begun = true;
  }, []);
  return <h1>client component</h1>;
}
