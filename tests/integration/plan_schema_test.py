"""The plan that the program writes fits the schema that it prints, and the schema refuses what the program refuses."""
import json
import re

import case

TYPES = {"string": str, "boolean": bool, "integer": int, "number": (int, float), "array": list, "object": dict, "null": type(None)}


def fits(value, schema: dict) -> bool:
    """As much of JSON Schema as the plan's uses."""
    if "anyOf" in schema and not any(fits(value, one) for one in schema["anyOf"]):
        return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    if "type" in schema:
        names = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        if not any(isinstance(value, TYPES[name]) and (name == "boolean" or not isinstance(value, bool)) for name in names):
            return False
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if value < schema.get("minimum", value) or value > schema.get("maximum", value):
            return False
        if "exclusiveMinimum" in schema and value <= schema["exclusiveMinimum"]:
            return False
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        return False
    if isinstance(value, list):
        return all(fits(item, schema.get("items", {})) for item in value)
    if isinstance(value, dict):
        known = schema.get("properties", {})
        others = schema.get("additionalProperties", {})
        return all(fits(item, known[key]) if key in known else others is not False and fits(item, others)
                   for key, item in value.items())
    return True


def read_plan(text: str) -> dict:
    """The form that --write-plan has: sections of `key: value`, where a value is JSON or a bare word."""
    plan: dict = {}
    for line in text.splitlines():
        if not line.startswith(" "):
            section = plan.setdefault(line.rstrip(":"), {})
            continue
        key, value = line.strip().split(": ", 1)
        try:
            section[key] = json.loads(value.replace("\\x", "\\u00"))
        except ValueError:
            section[key] = value
    return plan


class PlanSchema(case.IntegrationTest):
    def setUp(self):
        super().setUp()
        self.schema = json.loads(self.output("schema"))

    def output(self, *arguments: str) -> str:
        run = self.barrage(*arguments)
        self.assert_exit(run, 0)
        return run.stdout

    def test_a_written_plan_fits(self):
        for options in ((), ("--request-rate", "2.5"), ("--stage", "1@1", "2-5@0.5", "--label", "a=b", "--benchmark-duration", "90ms"),
                        ("--concurrency", "7", "--goodput", "ttft:5", "--assert", "ttft.p99<1", "--extra-inputs", '{"a": [1]}')):
            with self.subTest(options):
                plan = read_plan(self.output("profile", "--model", "m: #", *options, "--write-plan", "-"))
                self.assertIn("load", plan)
                self.assertTrue(fits(plan, self.schema), plan)

    def test_what_the_program_refuses_does_not_fit(self):
        for section, key, value in (("load", "concurrency", 0), ("load", "request_rate", 0), ("load", "concurency", 1), ("loads", "concurrency", 1),
                                    ("load", "request_distribution", "even"), ("target", "insecure", "perhaps"), ("load", "request_count", 1.5)):
            with self.subTest(key=key, value=value):
                self.assertFalse(fits({section: {key: value}}, self.schema))
                path = self.directory / "plan.yaml"
                path.write_text(f"{section}:\n  {key}: {value}\n")
                run = self.barrage("validate", "--model", "m", "--plan", str(path))
                self.assert_exit(run, 2)
                self.assertRegex(run.stderr, r"plan\.yaml:[12]:")


if __name__ == "__main__":
    case.main()
