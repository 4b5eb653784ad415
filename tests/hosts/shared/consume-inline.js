// The package with the module in it. Copied into each project.

import {
  CertCentral,
  CertCentralError,
  CoreUnavailableError,
  RefusedError,
} from "certcentral-revoke/inline";
import { story } from "./story.js";

const names = { CertCentral, CertCentralError, CoreUnavailableError, RefusedError };

/** @param {import("certcentral-revoke").Settings} settings */
export const consume = (settings) => story(names, settings);
