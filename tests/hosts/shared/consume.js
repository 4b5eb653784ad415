// The package as a consumer imports it. Copied into each project.

import {
  CertCentral,
  CertCentralError,
  CoreUnavailableError,
  RefusedError,
} from "certcentral-revoke";
import { story } from "./story.js";

const names = { CertCentral, CertCentralError, CoreUnavailableError, RefusedError };

/** @param {import("certcentral-revoke").Settings} settings */
export const consume = (settings) => story(names, settings);
