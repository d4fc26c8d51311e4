namespace Remediation.Core.Tests.Policies;

/// <summary>Documents that load.</summary>
public static class SampleDocuments
{
    public const string Full = """
        version: 1
        mode: enforce                      # observe | enforce
        trustedSources: [203.0.113.0/24, 2001:db8::/32, 198.51.100.9]
        tiers:
          web:     { securityGroups: { tags: { Layer: Web } } }
          app:     { securityGroups: { tags: { Layer: Application } } }
          data:    { securityGroups: { tags: { Layer: Database }, vpcs: [vpc-0d4f] } }
          bastion: { securityGroups: { names: ["bastion-*"], ids: [sg-0a1b2c3d] } }
        flows:
          - { from: internet, to: web, allow: [tcp/443] }
          - { from: web, to: app, allow: [tcp/8080] }
          - { from: app, to: data, allow: [tcp/3306] }
          - { from: bastion, to: [web, app, data], allow: [tcp/22] }
          - { from: [web, app], to: internet, allow: [tcp/443, tcp/53, udp/53] }
        checks:
          "*":                       { respond: ticket }
          sg-open-admin-port:        { respond: revert, fix: narrow, ports: [22, tcp/3389], maxPublicAddresses: 256 }
          sg-open-unauthorized-port: { respond: revert, ports: [tcp/80, tcp/443], onTooManyRules: remove }
          nacl-ineffective-deny:     { countDefault: true }
        scopes:
          - match: { accounts: ["111122223333"], regions: [us-*], tags: { env: sandbox } }
            checks: { "*": { respond: observe } }
        exemptions:
          - id: EX-42
            check: sg-open-admin-port
            resource: sg-0abc1234
            traffic: { source: 198.51.100.7/32, allow: [tcp/22] }
            until: 2027-03-31
            owner: netsec@example.com
            reason: vendor support window, CHG-1234
        guardrails:
          maxRulesRemovedPerPlan: 5
          neverTouch: ["sg-0123", "*:webacl/FMManagedWebACLV2-*"]
        tickets:
          - opsCenter: {}
          - securityHub: {}
          - jira: { url: "https://example.atlassian.net", project: SEC, user: bot@example.com, token: /remediation/jira }
          - serviceNow: { url: "https://example.service-now.com", user: remediation, password: /remediation/now, closeCode: Done }
          - github: { repository: example/network, token: "arn:aws:secretsmanager:us-east-1:123456789012:secret:gh-AbCdEf#token" }
          - webhook: { url: "https://tickets.example.com/in", secret: "arn:aws:ssm:us-east-1:123456789012:parameter/hook" }
        notify:
          - sns: arn:aws:sns:us-east-1:123456789012:network-changes
          - slack: /remediation/slack
          - eventBridge: default

        """;
}
