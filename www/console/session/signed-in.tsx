// Who is signed in, in a line above everything; and, for local use only, who one acts as.

import { isChanging } from "../app/calls";
import { identities } from "../app/connection";
import { startOver } from "../app/model";
import { actAs, me, who } from "./session";

const HOW = { access: "by Cloudflare Access", development: "development identity, local use only" };

export function SignedIn() {
  const now = who.value;
  if (now.state === "out" && now.before)
    return (
      <p class="who" role="alert">
        <strong>You are not signed in any more.</strong> {now.problem.detail} What is shown here
        stays; reload the page to sign in again.
      </p>
    );
  if (!me.value) return null;
  const { id, name = id, how, roles } = me.value;
  return (
    <div class="who">
      <span>
        <strong>{name}</strong> ({roles.join(", ") || "no role"}), <span>{HOW[how]}</span>
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
          startOver();
        }}
      >
        {identities.value.map(({ id: one, name }) => (
          <option key={one} value={one}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
