"""The deployed stack, as its users and its operator see it; and what the emulator lacks, put in its place."""

import email
import email.utils
import json
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request

import build
from emulator import REGION

NAME = "plumbline-test"
ORGANIZER = "organizer@example.org"
# What everything calls a function by; it points to a published version.
ALIAS = "live"


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


NO_REDIRECTS = urllib.request.build_opener(NoRedirects)


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.text = body.decode("utf-8", "replace")
        try:
            self.json = json.loads(self.text)
        except ValueError:
            self.json = None

    def __repr__(self):
        return f"{self.status} {self.text[:300]}"


class Stack:
    def __init__(self, emulator):
        self.emulator = emulator
        self.client = emulator.client
        self.resources = {}
        self.outputs = {}
        self.api_id = None

    # ---- Deploying

    def deploy(self, template):
        self.template = template
        (build.OUT / "sam-deploy.log").write_bytes(b"")
        # On AWS the domain's owner proves it by DNS records, and mail waits for that.
        self.client("ses").verify_domain_identity(Domain="example.org")
        began = time.monotonic()
        self.sam_deploy()
        stack = self.client("cloudformation")
        described = stack.describe_stacks(StackName=NAME)["Stacks"][0]
        self.outputs = {output["OutputKey"]: output["OutputValue"] for output in described["Outputs"]}
        for page in stack.get_paginator("list_stack_resources").paginate(StackName=NAME):
            for resource in page["StackResourceSummaries"]:
                self.resources[resource["LogicalResourceId"]] = resource.get("PhysicalResourceId")
        self.api_id = self.resources["Api"]
        print(f"deployed {len(self.resources)} resources ({time.monotonic() - began:.0f} s)", flush=True)
        self.bridge_routes()
        self.bridge_mail_permission()

    def sam_deploy(self, **changed):
        """As an operator deploys, with these parameters changed."""
        sam = build.ROOT / "target" / "tools" / "sam" / "bin" / "sam"
        parameters = {
            "MailFrom": "plumbline@example.org",
            "MailIdentity": "example.org",
            "CreateMailIdentity": "false",
            "FirstOrganizers": ORGANIZER,
            "Architecture": build.ARCHITECTURE,
            "DeletionProtection": "false",
            "LogRetention": "1",
        } | changed
        command = [
            sam, "deploy", "--template-file", self.template, "--stack-name", NAME, "--region", REGION, "--resolve-s3",
            "--capabilities", "CAPABILITY_IAM", "--no-confirm-changeset", "--no-progressbar", "--parameter-overrides",
            *(f"{key}={value}" for key, value in parameters.items()),
        ]
        with open(build.OUT / "sam-deploy.log", "ab") as log:
            done = subprocess.run(command, env=self.emulator.environment(), stdout=log, stderr=log, cwd=build.OUT)
        assert done.returncode == 0, "sam deploy failed:\n" + (build.OUT / "sam-deploy.log").read_text()[-6000:]

    def bridge_mail_permission(self):
        """The emulator asks for permission to send on `*`, AWS on the identity: gives the one who may send that."""
        role, name = self.resources["DeliverMailRole"], "deliver-mail"
        own = self.client("iam").get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
        statements = [s for s in own["Statement"] if s["Action"] in ("ses:SendRawEmail", ["ses:SendRawEmail"])]
        assert len(statements) == 1 and "*" not in statements[0]["Resource"], f"who may send mail: {own}"
        policy = {"Version": "2012-10-17", "Statement": [statements[0] | {"Resource": "*"}]}
        self.client("iam").put_role_policy(RoleName=role, PolicyName="bridge", PolicyDocument=json.dumps(policy))

    def bridge_failures(self, name):
        """The emulator applies to a failed call the EventInvokeConfig of the function, not that of its alias."""
        client, function = self.client("lambda"), self.function(name)
        own = client.get_function_event_invoke_config(FunctionName=function, Qualifier=ALIAS)
        wanted = ("MaximumRetryAttempts", "MaximumEventAgeInSeconds", "DestinationConfig")
        client.put_function_event_invoke_config(FunctionName=function, **{key: own[key] for key in wanted})

    def bridge_routes(self):
        """The emulator ignores the routes in an HTTP API's `Body`: creates what SAM wrote there, and nothing else."""
        gateway = self.client("apigatewayv2")
        if gateway.get_routes(ApiId=self.api_id)["Items"]:
            return
        body = self.processed_template()["Resources"]["Api"]["Properties"]["Body"]
        named = body["components"]["x-amazon-apigateway-integrations"]
        integrations = {}
        for path, methods in body["paths"].items():
            for method, definition in methods.items():
                name = definition["x-amazon-apigateway-integration"]["$ref"].rsplit("/", 1)[1]
                if name not in integrations:
                    alias = named[name]["uri"]["Fn::Sub"][1]["Alias"]["Ref"]
                    integrations[name] = gateway.create_integration(
                        ApiId=self.api_id,
                        IntegrationType=named[name]["type"],
                        IntegrationUri=self.resources[alias],
                        PayloadFormatVersion=named[name]["payloadFormatVersion"],
                    )["IntegrationId"]
                key = "$default" if path == "/$default" else f"{method.upper()} {path}"
                gateway.create_route(ApiId=self.api_id, RouteKey=key, Target=f"integrations/{integrations[name]}")
        print(f"bridged {len(gateway.get_routes(ApiId=self.api_id)['Items'])} routes", flush=True)

    def processed_template(self):
        answer = self.client("cloudformation").get_template(StackName=NAME, TemplateStage="Processed")
        body = answer["TemplateBody"]
        return body if isinstance(body, dict) else json.loads(body)

    # ---- HTTP

    def ask(self, method, path, body=None, token=None, headers=None):
        """A request as a program sends it, to the API by its host name."""
        headers = {
            "Host": f"{self.api_id}.execute-api.localhost:{self.emulator.port}",
            "Accept": "application/json",
            **(headers or {}),
        }
        if token:
            headers["Authorization"] = f"Bearer {token}"
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        request = urllib.request.Request(self.emulator.url + path, data=data, method=method, headers=headers)
        try:
            with NO_REDIRECTS.open(request, timeout=60) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.headers, error.read())

    # ---- Mail

    def mails_to(self, address):
        """Mails that SES took for an address, oldest first."""
        url = f"{self.emulator.url}/_ministack/ses/messages"
        with urllib.request.urlopen(url, timeout=30) as answer:
            accounts = json.load(answer)["messages"]
        mails = [mail for mails in accounts.values() for mail in mails if address in addresses(mail)]
        return [Mail(mail) for mail in sorted(mails, key=lambda mail: mail["Timestamp"])]

    def mail_to(self, address, subject, within=150):
        """The newest such mail; waits for the workflow, which the stream wakes, or else the schedule."""
        return eventually(
            lambda: next((mail for mail in reversed(self.mails_to(address)) if re.search(subject, mail.subject)), None),
            f"no mail to {address} with {subject!r} as its subject",
            within,
        )

    # ---- What operators see

    def function(self, name):
        """The deployed name of the function with this crate's code."""
        return self.resources["".join(part.capitalize() for part in name.split("-")) + "Function"]

    def invoke(self, name, event=None):
        function, payload = self.function(name), json.dumps(event or {})
        answer = self.client("lambda").invoke(FunctionName=function, Qualifier=ALIAS, Payload=payload)
        payload = json.loads(answer["Payload"].read() or b"null")
        assert "FunctionError" not in answer, f"{name} failed: {payload}"
        return payload

    def log_lines(self, name):
        """The lines of a function's log."""
        logs, group = self.client("logs"), f"/plumbline/{NAME}/{name}"
        lines = []
        for page in logs.get_paginator("filter_log_events").paginate(logGroupName=group):
            lines += [event["message"] for event in page["events"]]
        return lines

    def save_logs(self):
        for name in build.functions():
            (build.OUT / f"{name}.log").write_text("\n".join(self.log_lines(name)))

    def dead_letters(self):
        """Takes what is in the queue of what could not be done."""
        queue = self.client("sqs")
        answer = queue.receive_message(QueueUrl=self.outputs["DeadLettersUrl"], MaxNumberOfMessages=10)
        messages = answer.get("Messages", [])
        for message in messages:
            queue.delete_message(QueueUrl=self.outputs["DeadLettersUrl"], ReceiptHandle=message["ReceiptHandle"])
        return [message["Body"] for message in messages]


class Mail:
    """A mail as the emulator keeps it: its text and HTML parts only. The rest is looked at in tests/api."""

    def __init__(self, message):
        self.subject = message["Subject"]
        self.text = message["BodyText"]
        self.html = message["BodyHtml"]

    def link(self):
        """The path of its first link."""
        found = re.search(r"^https?://[^/\s]+(/\S*)\r?$", self.text, re.MULTILINE)
        assert found, f"no link in the mail {self.subject!r}:\n{self.text}"
        return found[1]


def addresses(message):
    return [email.utils.parseaddr(to)[1] for to in message["To"]]


def eventually(look, otherwise, within=150):
    """What `look` finds in the end."""
    until = time.monotonic() + within
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < until, f"{otherwise} after {within} s"
        time.sleep(1)
