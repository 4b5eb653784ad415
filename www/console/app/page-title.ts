// The name of the page: what its heading says, for whoever finds it among many tabs.

export function nameThePage(heading: string | null | undefined) {
  document.title = `${heading || "Revoke an order"} – CertCentral`;
}
