"use client";

import { useEffect } from "react";
import { consume } from "../consume.js";
import { report } from "../report.js";

/** Development mode runs effects twice; the scenario runs once. */
let isStarted = false;

export default function Page() {
  useEffect(() => {
    if (!isStarted) report(consume({ baseUrl: "/services/v2" }));
    isStarted = true;
  }, []);
  return <h1>client component</h1>;
}
