using Remediation.Core.Diagnostics;

namespace Remediation.Core.Tests.Policies;

/// <summary>What a person is told of each fault, and where. The first line of every document is <c>version: 1</c>.</summary>
public sealed class PolicyDiagnosticsTests
{
    private const string Checks = "checks:\n  ";

    [Theory]
    // Keys
    [InlineData("mod: observe", "(2,1): error: mod: no such key. Did you mean mode?")]
    [InlineData(
        "mode: observe\nmode: enforce",
        "(3,1): error: mode: duplicate key. It is on line 2 already; of the two only one can hold"
    )]
    [InlineData("? [a]\n: 1", "(2,3): error: expected a key, found a list")]
    [InlineData("~: 1", "(2,1): error: expected a key, found nothing")]
    // Tickets and notifications
    [InlineData("tickets: {}", "(2,10): error: tickets: expected a list, found a mapping")]
    [InlineData(
        "tickets: [ {} ]",
        "(2,12): error: tickets[0]: the item is empty. Write one of: opsCenter, securityHub, jira, serviceNow, github, webhook"
    )]
    [InlineData("tickets: [ { jria: {} } ]", "(2,14): error: tickets[0].jria: no such key. Did you mean jira?")]
    [InlineData(
        "tickets: [ { opsCenter: {}, securityHub: {} } ]",
        "(2,29): error: tickets[0].securityHub: a second kind in one item. Write an item of its own for each"
    )]
    [InlineData(
        "tickets: [ { opsCenter: { region: x } } ]",
        "(2,27): error: tickets[0].opsCenter.region: no such key. There are none"
    )]
    [InlineData(
        "tickets: [ { opsCenter: {} }, { opsCenter: {} } ]",
        "(2,31): error: tickets[1]: the same again. It is on line 2 already"
    )]
    [InlineData(
        "tickets: [ { jira: { url: 'https://x.example', project: SEC } } ]",
        "(2,20): error: tickets[0].jira: 'token' is missing. Where the API token is kept: an SSM parameter or a secret's ARN"
    )]
    [InlineData(
        "tickets: [ { jira: { url: 'https://x.example', project: sec, token: /t } } ]",
        "(2,57): error: tickets[0].jira.project: 'sec' is not the key of a Jira project. Capital letters and digits, such as SEC"
    )]
    [InlineData(
        "tickets: [ { github: { repository: network, token: /t } } ]",
        "(2,36): error: tickets[0].github.repository: 'network' is not a repository of GitHub. "
            + "Its owner and its name, such as example/network"
    )]
    [InlineData(
        "tickets: [ { webhook: { url: 'http://x.example/', secret: /t } } ]",
        "(2,30): error: tickets[0].webhook.url: 'http' is not safe: tickets are sent with TLS only. Write https://..."
    )]
    [InlineData(
        "tickets: [ { webhook: { url: nowhere, secret: /t } } ]",
        "(2,30): error: tickets[0].webhook.url: this is not a URL. Such as https://tickets.example.com"
    )]
    [InlineData(
        "notify: [ { sns: network-changes } ]",
        "(2,18): error: notify[0].sns: 'network-changes' is not the ARN of an SNS topic. "
            + "Such as arn:aws:sns:us-east-1:123456789012:network-changes"
    )]
    [InlineData(
        "notify: [ { eventBridge: 'a b' } ]",
        "(2,26): error: notify[0].eventBridge: 'a b' is not the name or the ARN of an event bus. "
            + "Such as default, or arn:aws:events:us-east-1:123456789012:event-bus/security"
    )]
    [InlineData(
        "guardrails: { changeWindows: [] }",
        "(2,30): error: guardrails.changeWindows: the list is empty. Leave the key out to change things at any time"
    )]
    [InlineData(
        "guardrails: { changeWindows: [ { from: 07:00, to: 25:00 } ] }",
        "(2,51): error: guardrails.changeWindows[0].to: '25:00' is not a time of day. Write hours and minutes as 07:30"
    )]
    [InlineData(
        "guardrails: { changeWindows: [ { days: mon, from: 07:00, to: 07:00 } ] }",
        "(2,32): error: guardrails.changeWindows[0]: a window must not end when it begins. For a whole day write 00:00 to 24:00"
    )]
    [InlineData(
        "guardrails: { changeWindows: [ { days: [monday], from: 07:00, to: 19:00 } ] }",
        "(2,41): error: guardrails.changeWindows[0].days[0]: 'monday' is not known here. It is one of: mon, tue, wed, thu, fri, sat, sun"
    )]
    [InlineData(
        "guardrails: { urgent: severe }",
        "(2,23): error: guardrails.urgent: 'severe' is not known here. It is one of: info, low, medium, high, critical"
    )]
    [InlineData(
        "guardrails: { breakGlassPrincipals: BreakGlass }",
        "(2,37): error: guardrails.breakGlassPrincipals: 'BreakGlass' is not the ARN of an IAM role or user. "
            + "Such as arn:aws:iam::123456789012:role/BreakGlass; * stands for the account of the change, or for a part of the name"
    )]
    [InlineData(
        "guardrails: { breakGlassPrincipals: 'arn:aws:iam::*:role/*' }",
        "(2,37): error: guardrails.breakGlassPrincipals: 'arn:aws:iam::*:role/*' is not the ARN of an IAM role or user. "
            + "Such as arn:aws:iam::123456789012:role/BreakGlass; * stands for the account of the change, or for a part of the name"
    )]
    [InlineData(
        "guardrails: { flipFlop: { reverts: 3, within: '' } }",
        "(2,47): error: guardrails.flipFlop.within: expected text, found nothing"
    )]
    [InlineData(
        "guardrails: { flipFlop: { reverts: 3, within: 1w } }",
        "(2,47): error: guardrails.flipFlop.within: '1w' is not a time. Minutes, hours or days, such as 30m, 1h or 2d"
    )]
    [InlineData(
        "guardrails: { flipFlop: { reverts: 3, within: 9999999999999999999h } }",
        "(2,47): error: guardrails.flipFlop.within: '9999999999999999999h' is not a time. Minutes, hours or days, such as 30m, 1h or 2d"
    )]
    [InlineData(
        "guardrails: { flipFlop: { reverts: 0, within: 1h } }",
        "(2,36): error: guardrails.flipFlop.reverts: 0 is not within 1 to 100"
    )]
    [InlineData(
        "guardrails: { maxChangesPerHour: none }",
        "(2,34): error: guardrails.maxChangesPerHour: expected a whole number, found 'none'. Digits only, such as 10"
    )]
    [InlineData(
        "scopes: [ { match: { ous: [ou-1] }, checks: {} } ]",
        "(2,28): error: scopes[0].match.ous[0]: 'ou-1' is not the id of an organizational unit. It looks like ou-ab12-11111111, or r-ab12 for the root; names are not taken"
    )]
    // Words
    [InlineData("mode: enforced", "(2,7): error: mode: 'enforced' is not known here. Did you mean enforce?")]
    [InlineData("mode: on", "(2,7): error: mode: 'on' is not known here. It is one of: observe, enforce")]
    [InlineData("mode: [observe]", "(2,7): error: mode: expected a word, found a list. It is one of: observe, enforce")]
    [InlineData("mode:", "(2,6): error: mode: expected a word, found nothing. It is one of: observe, enforce")]
    // Checks
    [InlineData(
        Checks + "sg-open-admin-prot: {}",
        "(3,3): error: checks.sg-open-admin-prot: no such check. Did you mean sg-open-admin-port?"
    )]
    [InlineData(
        Checks + "\"*\": { respond: revrt }",
        "(3,19): error: checks.*.respond: 'revrt' is not known here. Did you mean revert?"
    )]
    [InlineData(
        Checks + "\"*\": { respond: page }",
        "(3,19): error: checks.*.respond: 'page' is not known here. It is one of: observe, notify, ticket, ask, revert, quarantine"
    )]
    [InlineData(
        Checks + "\"*\": { ports: [22] }",
        "(3,10): error: checks.*.ports: a check's own parameter. Set it under the id of the check"
    )]
    [InlineData(
        Checks + "sg-open-admin-port: { prots: [22] }",
        "(3,25): error: checks.sg-open-admin-port.prots: no such key. Did you mean ports?"
    )]
    [InlineData(
        Checks + "sg-unused: { ports: [22] }",
        "(3,16): error: checks.sg-unused.ports: no such key. It is one of: respond, fix"
    )]
    [InlineData(
        Checks + "sg-unused: revert",
        "(3,14): error: checks.sg-unused: expected a mapping (key: value), found text"
    )]
    [InlineData(
        "checks:",
        "(2,8): error: checks: expected a mapping (key: value), found nothing. Take the key away, or give it a value"
    )]
    [InlineData(
        Checks + "sg-open-admin-port: { fix: narow }",
        "(3,30): error: checks.sg-open-admin-port.fix: 'narow' is not known here. Did you mean narrow?"
    )]
    [InlineData(
        Checks + "sg-open-admin-port: { onTooManyRules: tickets }",
        "(3,41): error: checks.sg-open-admin-port.onTooManyRules: 'tickets' is not known here. Did you mean ticket?"
    )]
    [InlineData(
        Checks + "sg-open-admin-port: { maxPublicAddresses: 0 }",
        "(3,45): error: checks.sg-open-admin-port.maxPublicAddresses: 0 is not within 1 to 4294967295"
    )]
    [InlineData(
        Checks + "sg-open-admin-port: { maxPublicAddresses: \"5\" }",
        "(3,45): error: checks.sg-open-admin-port.maxPublicAddresses: expected a whole number, found '5'. Write it without quotes"
    )]
    [InlineData(
        Checks + "sg-open-admin-port: { maxPublicAddresses: 1e3 }",
        "(3,45): error: checks.sg-open-admin-port.maxPublicAddresses: expected a whole number, found '1e3'. Digits only, such as 10"
    )]
    [InlineData(
        Checks + "sg-open-admin-port: { maxPublicAddresses: 99999999999999999999 }",
        "(3,45): error: checks.sg-open-admin-port.maxPublicAddresses: expected a whole number, found '99999999999999999999'. Digits only, such as 10"
    )]
    [InlineData(
        Checks + "nacl-ineffective-deny: { countDefault: yes }",
        "(3,42): error: checks.nacl-ineffective-deny.countDefault: expected true or false, found text. Write true or false, without quotes"
    )]
    [InlineData(
        Checks + "sg-open-admin-port: { ports: [tcp/443, ssh] }",
        "(3,42): error: checks.sg-open-admin-port.ports[1]: 'ssh' is not a service: a service is written like tcp/443, udp/53, tcp/8000-8100, 22, icmp/8, protocol/50 or all"
    )]
    // Trusted sources
    [InlineData(
        "trustedSources: [0.0.0.0/0]",
        "(2,18): error: trustedSources[0]: 0.0.0.0/0 is too wide to be trusted. Trust at most a /8 (IPv4) or a /16 (IPv6) at a time, and only addresses that are yours or a partner's"
    )]
    [InlineData(
        "trustedSources: [203.0.113.0/33]",
        "(2,18): error: trustedSources[0]: '203.0.113.0/33' is not a CIDR block. Write it as 203.0.113.0/24, 203.0.113.7 or 2001:db8::/32"
    )]
    [InlineData(
        "trustedSources: [203.0.113.5/24]",
        "(2,18): warning: trustedSources[0]: 203.0.113.5/24 has bits set to the right of its prefix, and is read as 203.0.113.0/24. Write 203.0.113.0/24, or 203.0.113.5/32 if the one address was meant"
    )]
    [InlineData("trustedSources: 203.0.113.0/24", "(2,17): error: trustedSources: expected a list, found text")]
    // Tiers and flows
    [InlineData(
        "tiers: { internet: { securityGroups: { names: [a] } } }",
        "(2,10): error: tiers.internet: the name is kept for every address outside private networks. Choose another name"
    )]
    [InlineData(
        "tiers: { web tier: { securityGroups: { names: [a] } } }",
        "(2,10): error: tiers.web tier: not a name for a tier. Letters, digits, - and _, at most 64 of them"
    )]
    [InlineData(
        "tiers: { web: { securityGroups: {} } }",
        "(2,33): error: tiers.web.securityGroups: this would match every resource. Say which ones are meant"
    )]
    [InlineData(
        "tiers: { web: { securityGroups: { names: [] } } }",
        "(2,42): error: tiers.web.securityGroups.names: the list is empty. An empty list would match everything; take the key away or name something"
    )]
    [InlineData(
        "flows: [ { from: internet, to: web, allow: [tcp/443] } ]",
        "(2,32): error: flows[0].to: no such tier as 'web'. It is one of: internet, trustedSources"
    )]
    [InlineData(
        "flows: [ { from: internt, to: internet, allow: [tcp/443] } ]",
        "(2,18): error: flows[0].from: no such tier as 'internt'. Did you mean internet?"
    )]
    [InlineData(
        "flows: [ { from: internet, to: internet, allow: [tcp/443] } ]",
        "(2,10): error: flows[0]: from the internet to the internet. One side has to be a tier"
    )]
    [InlineData(
        "tiers: { trustedSources: { cidrs: [10.0.0.0/8] } }",
        "(2,10): error: tiers.trustedSources: the name is kept for what trustedSources of the document lists. Choose another name"
    )]
    [InlineData(
        "tiers: { web: { private: true } }",
        "(2,15): error: tiers.web: nothing is in this tier. Give one or more of: securityGroups, subnets, vpcs, cidrs"
    )]
    [InlineData(
        "tiers: { web: { subnets: { ids: [] } } }",
        "(2,33): error: tiers.web.subnets.ids: the list is empty. An empty list would match everything; take the key away or name something"
    )]
    [InlineData(
        "tiers: { web: { cidrs: [10.0.0.0/33] } }",
        "(2,25): error: tiers.web.cidrs[0]: '10.0.0.0/33' is not a CIDR block. Write it as 203.0.113.0/24, 203.0.113.7 or 2001:db8::/32"
    )]
    [InlineData(
        "tiers: { web: { vpcs: vpc-1, private: yes } }",
        "(2,39): error: tiers.web.private: expected true or false, found text. Write true or false, without quotes"
    )]
    [InlineData(
        "flows: [ { from: 10.0.0.0/8, to: internet, allow: [tcp/443] } ]",
        "(2,10): error: flows[0]: neither side is a tier. A flow is judged where it meets a tier; name one"
    )]
    [InlineData(
        "tiers: { web: { vpcs: vpc-1 } }\nflows: [ { from: wbe, to: web, allow: [tcp/443] } ]",
        "(3,18): error: flows[0].from: no such tier as 'wbe'. Did you mean web?"
    )]
    // Scopes
    [InlineData(
        "scopes: [ { match: { accounts: [012345678901] }, checks: {} } ]",
        "(2,33): error: scopes[0].match.accounts[0]: expected text, found a number. Put it in quotes: \"012345678901\""
    )]
    [InlineData(
        "scopes: [ { match: { accounts: [\"12345\"] }, checks: {} } ]",
        "(2,33): error: scopes[0].match.accounts[0]: '12345' is not an account id. It has twelve digits: \"111122223333\""
    )]
    [InlineData(
        "scopes: [ { match: { vpcs: [sg-1] }, checks: {} } ]",
        "(2,29): error: scopes[0].match.vpcs[0]: 'sg-1' is not a VPC id. It begins with vpc-"
    )]
    [InlineData(
        "scopes: [ { match: { tags: { env: true } }, checks: {} } ]",
        "(2,35): error: scopes[0].match.tags.env: expected text, found true or false. Put it in quotes: \"true\""
    )]
    [InlineData(
        "scopes: [ { match: { tags: {} }, checks: {} } ]",
        "(2,28): error: scopes[0].match.tags: no tag is named. This would match everything; take the key away or name a tag"
    )]
    [InlineData(
        "scopes: [ { match: {}, checks: {} } ]",
        "(2,20): error: scopes[0].match: this would match every resource. Say which ones are meant"
    )]
    [InlineData(
        "scopes: [ { checks: {} } ]",
        "(2,11): error: scopes[0]: 'match' is missing. Which resources the scope is about; every part that is given must match"
    )]
    [InlineData(
        "scopes: [ { match: { tags: { env: dev } }, checks: { \"*\": { respond: observe } } } ]",
        "(2,20): warning: scopes[0].match: whoever can set the tag escapes sg-open-admin-port: the scope is matched by tags alone. Add accounts, ous, vpcs, regions or resources"
    )]
    [InlineData(
        "scopes: [ { match: { tags: { env: dev } }, checks: { sg-open-admin-port: { ports: [] } } } ]",
        "(2,20): warning: scopes[0].match: whoever can set the tag escapes sg-open-admin-port: the scope is matched by tags alone. Add accounts, ous, vpcs, regions or resources"
    )]
    // Guardrails
    [InlineData(
        "guardrails: { maxRulesRemovedPerPlan: -1 }",
        "(2,39): error: guardrails.maxRulesRemovedPerPlan: -1 is not within 0 to 10000"
    )]
    [InlineData(
        "guardrails: { neverTouch: [\"*\"] }",
        "(2,28): warning: guardrails.neverTouch[0]: this is every resource, so nothing would ever be changed. mode: observe says the same"
    )]
    // Responses that come to something else
    [InlineData(
        Checks + "sg-unused: { respond: revert }",
        "(3,25): warning: checks.sg-unused.respond: sg-unused has no safe automatic fix, so revert comes to a ticket. Write respond: ticket. Only a person knows whether it is needed"
    )]
    [InlineData(
        Checks + "sg-unused: { fix: remove }",
        "(3,21): warning: checks.sg-unused.fix: sg-unused has no safe automatic fix, so this has no effect. Take it away"
    )]
    [InlineData(
        Checks + "sg-open-admin-port: { fix: narrow }",
        "(3,30): warning: checks.sg-open-admin-port.fix: there are no trustedSources to narrow to, so this is the same as remove"
    )]
    // The YAML itself
    [InlineData(
        "guardrails: &a {}",
        "(2,13): error: YAML anchors and aliases are not accepted. Write the value out. Text that begins with * or & must be in quotes"
    )]
    [InlineData(
        "guardrails: { neverTouch: [*sg-1] }",
        "(2,28): error: YAML anchors and aliases are not accepted. Write the value out. Text that begins with * or & must be in quotes"
    )]
    [InlineData(
        "mode: !!str observe",
        "(2,7): error: YAML tags are not accepted. Text that begins with ! must be in quotes"
    )]
    [InlineData("---\nversion: 1", "(2,1): error: a second document begins here. A policy is one document")]
    public void Load_OneFault_SaysWhatAndWhere(string rest, string expected) =>
        Assert.Equal(["policy.yaml" + expected], Said($"version: 1\n{rest}\n"));

    [Theory]
    [InlineData("", "(1,1): error: the document is empty. A policy begins with: version: 1")]
    [InlineData("# only a comment\n", "(1,1): error: the document is empty. A policy begins with: version: 1")]
    [InlineData("mode: observe", "(1,1): error: 'version' is missing. The version of the policy format: 1")]
    [InlineData("version: 2", "(1,10): error: version: expected 1, found '2'. Write version: 1, without quotes")]
    [InlineData("version: \"1\"", "(1,10): error: version: expected 1, found '1'. Write version: 1, without quotes")]
    [InlineData("- version: 1", "(1,1): error: expected a mapping (key: value), found a list")]
    [InlineData("hello", "(1,1): error: expected a mapping (key: value), found text")]
    public void Load_WholeDocumentWrong_SaysWhatAndWhere(string text, string expected) =>
        Assert.Equal(["policy.yaml" + expected], Said(text));

    [Theory]
    [InlineData("version: 1\nchecks:\n\t\"*\": {}\n", 3, "The line is indented with a tab; YAML takes spaces only")]
    [InlineData("version: 1\nmode: @observe\n", 2, "Text that begins with @ must be in quotes")]
    [InlineData("version: 1\nchecks: {\n", 3, null)]
    [InlineData("version: 1\n  mode: observe\n", 2, null)]
    public void Load_NotYaml_OneErrorAtTheLine(string text, int line, string? hint)
    {
        var diagnostic = Assert.Single(SampleChecks.Load(text).Diagnostics);
        Assert.StartsWith("not valid YAML: ", diagnostic.Message, StringComparison.Ordinal);
        Assert.Equal((DiagnosticLevel.Error, line, hint), (diagnostic.Level, diagnostic.Line, diagnostic.Hint));
    }

    [Fact]
    public void Load_SeveralFaults_AllAreSaidInOrder()
    {
        var said = Said(
            """
            version: 1
            mode: enforced
            trustedSources: [nowhere]
            checks:
              sg-open-admin-prot: { respond: revert }
              sg-unused: { respond: destroy }
            guardrails: { maxRulesRemovedPerPlan: many }
            """
        );
        Assert.Equal([2, 3, 5, 6, 7], said.Select(Line));
    }

    [Fact]
    public void Load_MoreFaultsThanAnyoneReads_CountsTheRest()
    {
        var text = "version: 1\n" + string.Concat(Enumerable.Range(0, 150).Select(i => $"key{i}: 1\n"));
        var said = Said(text);
        Assert.Equal(101, said.Count);
        Assert.Equal("policy.yaml: error: 50 more problems are not shown", said[^1]);
    }

    [Fact]
    public void Load_ControlCharactersInAName_AreNotRepeated()
    {
        var said = Assert.Single(Said("version: 1\n\"\\e[2Jmode\\u202E\": observe\n"));
        Assert.Equal(
            "policy.yaml(2,1): error: \\u001b[2Jmode\\u202e: no such key. "
                + Said("version: 1\nzzzzzzzz: 1\n")[0].Split(". ", 2)[1],
            said
        );
    }

    private static int Line(string said) => int.Parse(said.Split('(', ',')[1]);

    private static IReadOnlyList<string> Said(string text) =>
        [.. SampleChecks.Load(text).Diagnostics.Select(diagnostic => diagnostic.ToString())];
}
