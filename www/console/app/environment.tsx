// Which CertCentral this is about: nobody shall take the sandbox for the real one, nor the real one for the sandbox.

import { environment } from "./connection";

const REAL = new Map([
  ["us", "DigiCert CertCentral"],
  ["eu", "DigiCert CertCentral Europe"],
]);

export function Environment() {
  const name = REAL.get(environment.value);
  if (environment.value === "sandbox") return <p class="banner">Sandbox: nothing here is real.</p>;
  return name ? <p class="banner real">{name}: what you revoke here is revoked.</p> : null;
}
