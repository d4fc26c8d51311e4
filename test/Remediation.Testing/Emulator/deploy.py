"""Makes in the emulator what template.yaml deploys, as far as the emulator has it, and prints what a test needs to go on.

Usage: deploy.py ENDPOINT TEMPLATE STACK [--without ACTION] [PARAMETER=VALUE ...]

The template is translated as CloudFormation would translate it, its conditions and functions are resolved, and each resource is made
by the service's own API. Of the policies of roles the resources become * and the conditions go: the emulator knows neither well.
"""

import json
import os
import re
import sys
from pathlib import Path

os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")

import boto3
from samtranslator.model.exceptions import InvalidDocumentException
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

ACCOUNT = "123456789012"
REGION = "us-east-1"
NO_VALUE = object()


def translate(path, parameters):
    template = yaml_parse(Path(path).read_text())
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = "s3://code/function.zip"
    try:
        return Translator({}, Parser()).translate(template, parameters)
    except InvalidDocumentException as error:
        sys.exit("\n".join(cause.message for cause in error.causes))


class Stack:
    def __init__(self, endpoint, name, template, parameters, without):
        self.clients = {}
        self.endpoint = endpoint
        self.name = name
        self.template = template
        self.parameters = parameters
        self.without = without
        self.made = {}
        self.policies = {}

    def client(self, service):
        if service not in self.clients:
            self.clients[service] = boto3.client(
                service, endpoint_url=self.endpoint, aws_access_key_id="deploy", aws_secret_access_key="deploy"
            )
        return self.clients[service]

    def holds(self, condition):
        return self.truth(self.template["Conditions"][condition])

    def truth(self, expression):
        ((function, arguments),) = expression.items()
        if function == "Fn::Equals":
            return str(self.value(arguments[0])) == str(self.value(arguments[1]))
        if function == "Fn::Not":
            return not self.truth(arguments[0])
        if function in ("Fn::And", "Fn::Or"):
            return (all if function == "Fn::And" else any)(self.truth(argument) for argument in arguments)
        if function == "Condition":
            return self.holds(arguments)
        sys.exit(f"the condition function {function} is not known")

    def value(self, node):
        if isinstance(node, list):
            return [value for value in map(self.value, node) if value is not NO_VALUE]
        if not isinstance(node, dict):
            return node
        if len(node) == 1:
            ((function, arguments),) = node.items()
            if function == "Ref":
                return self.reference(arguments)
            if function == "Fn::GetAtt":
                parts = arguments.split(".") if isinstance(arguments, str) else arguments
                return self.attribute(parts[0], parts[1])
            if function == "Fn::Sub":
                return self.substituted(arguments)
            if function == "Fn::If":
                return self.value(arguments[1] if self.holds(arguments[0]) else arguments[2])
            if function == "Fn::Select":
                return self.value(arguments[1])[int(arguments[0])]
            if function == "Fn::Split":
                return self.value(arguments[1]).split(arguments[0])
            if function == "Fn::Join":
                return arguments[0].join(self.value(arguments[1]))
        resolved = {key: self.value(value) for key, value in node.items()}
        return {key: value for key, value in resolved.items() if value is not NO_VALUE}

    def substituted(self, arguments):
        text, extra = (arguments, {}) if isinstance(arguments, str) else arguments

        def one(match):
            name = match.group(1)
            if name in extra:
                return str(self.value(extra[name]))
            return str(self.attribute(*name.split(".", 1)) if "." in name else self.reference(name))

        return re.sub(r"\$\{([^!][^}]*)\}", one, text)

    def reference(self, name):
        pseudo = {
            "AWS::AccountId": ACCOUNT,
            "AWS::Region": REGION,
            "AWS::Partition": "aws",
            "AWS::StackName": self.name,
            "AWS::NoValue": NO_VALUE,
        }
        if name in pseudo:
            return pseudo[name]
        if name in self.template["Parameters"]:
            return self.parameters.get(name, self.template["Parameters"][name].get("Default", ""))
        return self.make(name)["Ref"]

    def attribute(self, name, attribute):
        return self.make(name)[attribute]

    def make(self, name):
        if name not in self.made:
            resource = self.template["Resources"][name]
            self.made[name] = self.makers().get(resource["Type"], self.nothing)(name, resource.get("Properties", {}))
        return self.made[name]

    def makers(self):
        return {
            "AWS::SQS::Queue": self.queue,
            "AWS::DynamoDB::Table": self.table,
            "AWS::S3::Bucket": self.bucket,
            "AWS::SSM::Parameter": self.parameter,
            "AWS::IAM::Role": self.role,
            "AWS::IAM::Policy": self.policy,
            "AWS::IAM::ManagedPolicy": self.policy,
            "AWS::Events::EventBus": self.bus,
            "AWS::Events::Rule": self.rule,
            "AWS::EC2::SecurityGroup": self.group,
        }

    # What the emulator has no use for: logs, alarms, the dashboard, the schedule and the function itself.
    def nothing(self, name, properties):
        return {"Ref": f"{self.name}-{name}", "Arn": f"arn:aws:none:{REGION}:{ACCOUNT}:{self.name}-{name}"}

    def queue(self, name, properties):
        wanted = self.value(properties)
        attributes = {
            key: str(wanted[key]) for key in ("VisibilityTimeout", "MessageRetentionPeriod") if key in wanted
        }
        if "RedrivePolicy" in wanted:
            attributes["RedrivePolicy"] = json.dumps(wanted["RedrivePolicy"])
        url = self.client("sqs").create_queue(QueueName=f"{self.name}-{name}", Attributes=attributes)["QueueUrl"]
        arn = f"arn:aws:sqs:{REGION}:{ACCOUNT}:{self.name}-{name}"
        return {"Ref": url, "Arn": arn, "QueueName": f"{self.name}-{name}"}

    def table(self, name, properties):
        wanted = self.value(properties)
        self.client("dynamodb").create_table(
            TableName=f"{self.name}-{name}",
            **{key: wanted[key] for key in ("BillingMode", "AttributeDefinitions", "KeySchema")},
        )
        return {"Ref": f"{self.name}-{name}", "Arn": f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{self.name}-{name}"}

    def bucket(self, name, properties):
        bucket = f"{self.name}-{name}".lower()
        self.client("s3").create_bucket(Bucket=bucket)
        self.client("s3").put_bucket_versioning(
            Bucket=bucket, VersioningConfiguration=self.value(properties["VersioningConfiguration"])
        )
        return {"Ref": bucket, "Arn": f"arn:aws:s3:::{bucket}"}

    def parameter(self, name, properties):
        wanted = self.value(properties)
        self.client("ssm").put_parameter(**{key: wanted[key] for key in ("Name", "Type", "Value", "Description")})
        return {"Ref": wanted["Name"]}

    def group(self, name, properties):
        wanted = self.value(properties)
        group = self.client("ec2").create_security_group(
            GroupName=f"{self.name}-{name}", Description=wanted["GroupDescription"], VpcId=wanted["VpcId"]
        )["GroupId"]
        everything = [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
        self.client("ec2").revoke_security_group_egress(GroupId=group, IpPermissions=everything)
        return {"Ref": group, "GroupId": group}

    def role(self, name, properties):
        role = self.client("iam").create_role(
            RoleName=f"{self.name}-{name}", AssumeRolePolicyDocument=json.dumps(self.value(properties["AssumeRolePolicyDocument"]))
        )["Role"]
        # The policies name what names the role: they are put when all is made.
        self.policies.setdefault(role["RoleName"], []).extend(properties.get("Policies", []))
        return {"Ref": role["RoleName"], "Arn": role["Arn"]}

    def policy(self, name, properties):
        for role in self.value(properties["Roles"]):
            self.policies.setdefault(role, []).append({"PolicyName": name, **properties})
        return {"Ref": name}

    def put_policies(self):
        for role, policies in self.policies.items():
            for policy in policies:
                document = {
                    "Version": "2012-10-17",
                    "Statement": [self.bare(self.value(each)) for each in policy["PolicyDocument"]["Statement"]],
                }
                self.client("iam").put_role_policy(
                    RoleName=role, PolicyName=policy["PolicyName"], PolicyDocument=json.dumps(document)
                )

    def bare(self, statement):
        actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
        left = [action for action in actions if action != self.without]
        # AWS permits a transaction by what it is made of; the emulator by its own name.
        if "dynamodb:PutItem" in left:
            left.append("dynamodb:TransactWriteItems")
        return {"Effect": statement["Effect"], "Action": left or ["none:Nothing"], "Resource": "*"}

    def bus(self, name, properties):
        bus = self.value(properties["Name"])
        arn = self.client("events").create_event_bus(Name=bus)["EventBusArn"]
        return {"Ref": bus, "Name": bus, "Arn": arn}

    def rule(self, name, properties):
        wanted = self.value(properties)
        if "EventPattern" not in wanted:
            return self.nothing(name, properties)
        events = self.client("events")
        bus = wanted.get("EventBusName", "default")
        events.put_rule(
            Name=f"{self.name}-{name}", EventBusName=bus, EventPattern=json.dumps(wanted["EventPattern"])
        )
        events.put_targets(
            Rule=f"{self.name}-{name}",
            EventBusName=bus,
            Targets=[{"Id": target["Id"], "Arn": target["Arn"]} for target in wanted["Targets"]],
        )
        return {"Ref": f"{self.name}-{name}", "Arn": f"arn:aws:events:{REGION}:{ACCOUNT}:rule/{self.name}-{name}"}

    def deploy(self):
        for name, resource in self.template["Resources"].items():
            if "Condition" not in resource or self.holds(resource["Condition"]):
                self.make(name)
        self.put_policies()
        return self.description()

    def description(self):
        resources = self.template["Resources"]
        function = resources["RemediationFunction"]["Properties"]
        ((_, mapping),) = [item for item in resources.items() if item[1]["Type"] == "AWS::Lambda::EventSourceMapping"]
        role = self.attribute("RemediationRole", "Arn")
        session = self.client("sts").assume_role(RoleArn=role, RoleSessionName="remediation")["Credentials"]
        return {
            "environment": {
                **self.value(function["Environment"]["Variables"]),
                "AWS_LAMBDA_FUNCTION_NAME": self.reference("RemediationFunction"),
                "AWS_ENDPOINT_URL": self.endpoint,
                "AWS_REGION": REGION,
                "AWS_ACCESS_KEY_ID": session["AccessKeyId"],
                "AWS_SECRET_ACCESS_KEY": session["SecretAccessKey"],
                "AWS_SESSION_TOKEN": session["SessionToken"],
            },
            "mapping": self.value(mapping["Properties"]),
            "queueUrl": self.reference("ChangeQueue"),
            "deadLetterQueueUrl": self.reference("DeadLetterQueue"),
            "heartbeat": self.value(resources["CanarySchedule"]["Properties"]["Target"]),
            "operator": self.operator(),
        }

    # Somebody who may do anything: whoever opens ports, puts events and plays Lambda in the test.
    def operator(self):
        iam = self.client("iam")
        iam.create_user(UserName=f"{self.name}-operator")
        everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
        iam.put_user_policy(UserName=f"{self.name}-operator", PolicyName="all", PolicyDocument=json.dumps(everything))
        key = iam.create_access_key(UserName=f"{self.name}-operator")["AccessKey"]
        return {"accessKeyId": key["AccessKeyId"], "secretAccessKey": key["SecretAccessKey"]}


def main(arguments):
    endpoint, template, name, *rest = arguments
    without = None
    if rest[:1] == ["--without"]:
        without, rest = rest[1], rest[2:]
    parameters = dict(item.split("=", 1) for item in rest)
    stack = Stack(endpoint, name, translate(template, parameters), parameters, without)
    print(json.dumps(stack.deploy()))


main(sys.argv[1:])
