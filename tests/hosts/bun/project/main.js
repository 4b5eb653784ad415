import {
  CertCentral,
  CertCentralError,
  CoreUnavailableError,
  RefusedError,
} from "certcentral-revoke";
import { story } from "./story.js";

const [, , baseUrl = ""] = process.argv;
const names = { CertCentral, CertCentralError, CoreUnavailableError, RefusedError };
console.log(JSON.stringify(await story(names, { baseUrl, apiKey: "sandbox-admin-key" })));
