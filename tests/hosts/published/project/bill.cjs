// Validates the bill of materials in the package against CycloneDX's schema.

const { readFileSync } = require("node:fs");
const { Spec, Validation } = require("@cyclonedx/cyclonedx-library");

const text = readFileSync("node_modules/certcentral-revoke/pkg/dist/sbom.json", "utf8");
new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text).then((fault) => {
  if (fault) throw new Error(JSON.stringify(fault));
});
