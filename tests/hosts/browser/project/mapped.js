import {
  CertCentral,
  CertCentralError,
  CoreUnavailableError,
  RefusedError,
} from "certcentral-revoke";
import { report } from "/report.js";
import { scenario } from "/scenario.js";

const names = { CertCentral, CertCentralError, CoreUnavailableError, RefusedError };
report(scenario(names, { baseUrl: "/services/v2" }));
