// Shows which CertCentral the page works on, so that sandbox and production cannot be confused.

import { environment } from "./connection";

const PRODUCTION = new Map([
  ["us", "DigiCert CertCentral"],
  ["eu", "DigiCert CertCentral Europe"],
]);

export function Environment() {
  if (environment.value === "sandbox") return <p class="banner">Sandbox: nothing here is real.</p>;
  const name = PRODUCTION.get(environment.value);
  return name ? (
    <p class="banner real">PRODUCTION, {name}: revocations are real and permanent.</p>
  ) : null;
}
