// Leaves out of the reference what every error class repeats: the members of its parent, and a constructor that nobody
// but the package calls.

import { Converter, ReflectionKind } from "typedoc";

/** @param {import("typedoc").Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, (context) => {
    const { project } = context;
    for (const reflection of project.getReflectionsByKind(ReflectionKind.ClassMember)) {
      const isConstructor = reflection.kindOf(ReflectionKind.Constructor);
      const ofError = isConstructor && reflection.parent?.name.endsWith("Error");
      if (reflection.inheritedFrom || ofError) project.removeReflection(reflection);
    }
  });
}
