// Removes from the reference the inherited members of error classes and their constructors, which only the package calls,
// and from the bulk reference everything that the reference of single calls contains.

import { Converter, ReflectionKind } from "typedoc";

/** @param {import("typedoc").Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, (context) => {
    const { project } = context;
    const entries = app.options.getValue("entryPoints");
    if (entries.some((entry) => entry.includes("/mass/")))
      for (const reflection of project.getReflectionsByKind(ReflectionKind.All))
        if (reflection.parent?.isProject() && !isOfMass(project, reflection))
          project.removeReflection(reflection);
    for (const reflection of project.getReflectionsByKind(ReflectionKind.ClassMember)) {
      const isConstructor = reflection.kindOf(ReflectionKind.Constructor);
      const ofError = isConstructor && reflection.parent?.name.endsWith("Error");
      if (reflection.inheritedFrom || ofError) project.removeReflection(reflection);
    }
  });
}

/** @param {import("typedoc").ProjectReflection} project @param {import("typedoc").Reflection} reflection */
function isOfMass(project, reflection) {
  if (reflection.isReference()) return false;
  const file = project.getSymbolIdFromReflection(reflection)?.fileName;
  return file?.replaceAll("\\", "/").includes("/mass/") ?? false;
}
