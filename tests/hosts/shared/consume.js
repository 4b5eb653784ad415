// Imports the package as a consumer does. Copied into each project.

import {
  CertCentral,
  CertCentralError,
  CoreUnavailableError,
  RefusedError,
} from "certcentral-revoke";
import { scenario } from "./scenario.js";

const names = { CertCentral, CertCentralError, CoreUnavailableError, RefusedError };

/** @param {import("certcentral-revoke").Settings} settings */
export const consume = (settings) => scenario(names, settings);
