import {
  CertCentral,
  CertCentralError,
  CoreUnavailableError,
  RefusedError,
} from "/node_modules/certcentral-revoke/pkg/dist/browser.min.js";
import { story } from "/story.js";
import { tell } from "/tell.js";

const names = { CertCentral, CertCentralError, CoreUnavailableError, RefusedError };
tell(story(names, { baseUrl: "/services/v2" }));
