// Text that a person or DigiCert wrote. It is isolated, so that it cannot change the direction of the text around it, and
// characters that are invisible or reorder text are shown by their number.

/** Controls and format characters, except line breaks and tabs: directions, zero-width characters, tags. */
const INVISIBLE = /((?![\n\r\t])[\p{Cc}\p{Cf}])/u;

interface UserTextProps {
  children: string;
}

export function UserText({ children: text }: UserTextProps) {
  // The separators of a split with a group have odd indexes.
  const parts = text.split(INVISIBLE);
  return (
    <bdi class="user-text">
      {parts.map((part, index) =>
        index % 2 === 0 ? part : <Invisible key={index} character={part} />,
      )}
      {parts.length > 1 && (
        <span class="hint strong"> (contains invisible characters, shown in brackets)</span>
      )}
    </bdi>
  );
}

/** A quotation. */
export function Quote({ children, class: name }: UserTextProps & { class?: string }) {
  return (
    <q class={name}>
      <UserText>{children}</UserText>
    </q>
  );
}

function Invisible({ character }: { character: string }) {
  const code = character.codePointAt(0) ?? 0;
  const number = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  return <mark data-invisible={number}>[{number}]</mark>;
}
