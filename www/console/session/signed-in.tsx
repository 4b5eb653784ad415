// The line with the signed-in person and, on a gateway for local use, the choice of the person to act as.

import { isChanging } from "../app/calls";
import { identities } from "../app/connection";
import { openSearch } from "../orders/search";
import { actAs, me, session } from "./session";

const SIGN_IN_METHODS = {
  access: "by Cloudflare Access",
  development: "development identity, local use only",
};

export function SignedIn() {
  const now = session.value;
  if (now.state === "signed-out" && now.wasSignedIn)
    return (
      <p class="who" role="alert">
        <strong>You are not signed in any more.</strong> {now.error.detail} This page keeps what it
        shows. Reload it to sign in again.
      </p>
    );
  if (!me.value) return null;
  const { id, name = id, how, roles } = me.value;
  return (
    <div class="who">
      <span>
        <strong>{name}</strong> ({roles.join(", ") || "no role"}),{" "}
        <span>{SIGN_IN_METHODS[how]}</span>
      </span>
      {identities.value.length > 1 && <ActAs id={id} />}
    </div>
  );
}

function ActAs({ id }: { id: string }) {
  return (
    <label>
      Act as{" "}
      <select
        value={id}
        disabled={isChanging()}
        onChange={(event) => {
          actAs(event.currentTarget.value);
          openSearch();
        }}
      >
        {identities.value.map((person) => (
          <option key={person.id} value={person.id}>
            {person.name}
          </option>
        ))}
      </select>
    </label>
  );
}
