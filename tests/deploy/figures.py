"""Expands the template as SAM does, and computes what AWS limits and no linter knows: prints each figure beside its limit,
and fails beyond it.

The limits are Lambda's (a function's resource policy: 20,480 bytes), CloudFormation's (500 resources, a template of
1,000,000 bytes), API Gateway's (300 routes and 300 integrations of an API) and DynamoDB's (two readers of a stream's
shard). Ours are lower where the stack is to grow."""

import json
import logging
import os
import pathlib
import re
import sys
from unittest.mock import Mock

os.environ.setdefault("AWS_DEFAULT_REGION", "eu-west-1")

# The translator notes at each function what its own service can toggle; it is of no use here.
logging.disable(logging.WARNING)

from samtranslator.translator.transform import transform  # noqa: E402
from samtranslator.yaml_helper import yaml_parse  # noqa: E402

TEMPLATE = pathlib.Path(__file__).resolve().parents[2] / "infra" / "template.yaml"

# Each figure, its limit, and the reason for the limit.
POLICY_BYTES = 8_192
RESOURCES = 350
ROUTES = 300
# Room to grow. When it is used up, give the paths whose methods one function answers a single route each
# (`x-amazon-apigateway-any-method`), which counts once.
ROUTES_TO_COME = 30
TEMPLATE_BYTES = 1_000_000
READERS = 1

# Lengths as they come out on AWS, where the template has a reference: an ARN with an account, a region and a generated
# name of the longest kind.
ARN_OF_FUNCTION = len("arn:aws:lambda:ap-southeast-2:123456789012:function:") + 64
ARN_OF_API = len("arn:aws:execute-api:ap-southeast-2:123456789012:abcdefghij")


def expanded():
    text = re.sub(r"CodeUri: \S+", "CodeUri: s3://bucket/key", TEMPLATE.read_text())
    loader = Mock()
    loader.load.return_value = {}
    # With CodeDeploy's resources, which SAM creates for a gradual deployment only.
    return transform(yaml_parse(text), {"Deployment": "Canary10Percent5Minutes"}, loader)


def policies(resources):
    """The bytes of each function's policy: a statement for each permission, as Lambda writes it."""
    sizes = {}
    for name, resource in resources.items():
        if resource["Type"] != "AWS::Lambda::Permission":
            continue
        properties = resource["Properties"]
        function = next(iter(properties["FunctionName"].values()))
        function = function if isinstance(function, str) else function[0]
        source = json.dumps(properties.get("SourceArn", ""))
        # What stands behind the API's id: stage, method and path.
        behind = re.search(r"\$\{[^}]*Api[^}]*\}(/[^\"]*)", source)
        statement = {
            "Sid": "plumbline-" + name + "-" + "x" * 12,
            "Effect": "Allow",
            "Principal": {"Service": properties["Principal"]},
            "Action": properties["Action"],
            "Resource": "x" * ARN_OF_FUNCTION,
            "Condition": {"ArnLike": {"AWS:SourceArn": "x" * (ARN_OF_API + len(behind[1]) if behind else 120)}},
        }
        empty = len('{"Version":"2012-10-17","Id":"default","Statement":[]}')
        sizes[function] = sizes.get(function, empty) + len(json.dumps(statement, separators=(",", ":"))) + 1
    return sizes


def readers(resources):
    """Event source mappings by their stream."""
    found = {}
    for resource in resources.values():
        if resource["Type"] == "AWS::Lambda::EventSourceMapping":
            stream = json.dumps(resource["Properties"].get("EventSourceArn"))
            found[stream] = found.get(stream, 0) + 1
    return max(found.values(), default=0)


def main():
    template = expanded()
    resources = template["Resources"]
    body = resources["Api"]["Properties"]["Body"]
    routes = sum(len([m for m in methods if m != "parameters"]) for methods in body["paths"].values())
    sizes = policies(resources)
    largest = max(sizes, key=sizes.get)
    permissions = sum(resource["Type"] == "AWS::Lambda::Permission" for resource in resources.values())
    figures = [
        (f"largest policy, bytes ({largest})", sizes[largest], POLICY_BYTES),
        ("resources", len(resources), RESOURCES),
        ("permissions", permissions, RESOURCES),
        (f"routes, and {ROUTES_TO_COME} to come", routes + ROUTES_TO_COME, ROUTES),
        ("template, bytes", len(json.dumps(template)), TEMPLATE_BYTES),
        ("readers of a stream", readers(resources), READERS),
    ]
    for name, figure, most in figures:
        print(f"{name:<55} {figure:>9,} of {most:>9,}")
    beyond = [name for name, figure, most in figures if figure > most]
    if beyond:
        sys.exit("beyond the limit: " + "; ".join(beyond))


if __name__ == "__main__":
    main()
