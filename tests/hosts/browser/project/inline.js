import {
  CertCentral,
  CertCentralError,
  CoreUnavailableError,
  RefusedError,
} from "/node_modules/certcentral-revoke/pkg/dist/inline.min.js";
import { report } from "/report.js";
import { scenario } from "/scenario.js";

const names = { CertCentral, CertCentralError, CoreUnavailableError, RefusedError };
report(scenario(names, { baseUrl: "/services/v2" }));
