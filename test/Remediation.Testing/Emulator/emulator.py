"""Serves the AWS emulator on a free loopback port, and ends when its standard input does.

The first line of its output is the port. The parent holds the other end of the input: however the parent ends, killed
included, the input ends with it, so that no emulator outlives its tests.
"""

import json
import os
import sys
import threading

from moto.dynamodb.responses import DynamoHandler
from moto.ec2.responses import EC2Response
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from moto.networkfirewall.responses import NetworkFirewallResponse
from moto.wafv2.responses import WAFV2Response
from werkzeug.serving import WSGIRequestHandler, make_server


class QuietHandler(WSGIRequestHandler):
    def log_request(self, *args):
        pass


def nothing(member):
    return lambda self: json.dumps({member: []})


# What the emulator does not know at all is answered as AWS answers an account that has none of it.
NetworkFirewallResponse.list_firewall_policies = nothing("FirewallPolicies")
NetworkFirewallResponse.list_rule_groups = nothing("RuleGroups")
EC2Response.describe_traffic_mirror_sessions = lambda self: (
    '<DescribeTrafficMirrorSessionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">'
    "<requestId>0</requestId><trafficMirrorSessionSet/></DescribeTrafficMirrorSessionsResponse>"
)


def get_web_acl(self, get=WAFV2Response.get_web_acl):
    """AWS tells the token beside the web ACL, and the emulator in it as well."""
    status, headers, body = get(self)
    answer = json.loads(body)
    answer["WebACL"].pop("LockToken", None)
    return status, headers, json.dumps(answer)


WAFV2Response.get_web_acl = get_web_acl


# DynamoDB checks a write's conditions and writes as one step. The emulator has a thread for each request, and a transaction that is refused
# puts the whole table back to what it was when it began: what others wrote in between, and were told is written, is lost.
writes = threading.RLock()


def one_at_a_time(write):
    def locked(self, *arguments, **named):
        with writes:
            return write(self, *arguments, **named)

    return locked


for name in ("put_item", "update_item", "delete_item", "transact_write_items", "batch_write_item"):
    setattr(DynamoHandler, name, one_at_a_time(getattr(DynamoHandler, name)))


def main():
    server = make_server(
        "127.0.0.1",
        0,
        DomainDispatcherApplication(create_backend_app),
        threaded=True,
        request_handler=QuietHandler,
    )
    os.environ["MOTO_PORT"] = str(server.server_port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)
    sys.stdin.read()
    os._exit(0)


main()
