// The title of the browser tab: the heading of the view.

export function setPageTitle(heading: string | null | undefined) {
  document.title = `${heading || "Revoke an order"} – CertCentral`;
}
