// Saves something as a file. A link to the gateway could not say who asks, nor show a refusal.

/** So long a browser has for taking it over. */
const HELD_MS = 60_000;

export function save(content: Blob, name: string) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // Some browsers begin to read it only after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), HELD_MS);
}
