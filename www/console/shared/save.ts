// Saves content as a file. A plain link could not send the gateway's headers or show a refusal.

/** How long the browser can read the content. */
const URL_LIFETIME_MS = 60_000;

export function save(content: Blob, name: string) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // Some browsers start to read only after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), URL_LIFETIME_MS);
}
